/** A page of our own of a kind that is no news article, with what a reader should and should not find in it. */
export interface PageOfKind {
  readonly kind: string;
  readonly html: string;
  readonly language: string;
  readonly wanted: readonly string[];
  readonly unwanted: readonly string[];
}

const MENU = `<nav class="menu"><ul><li><a href="/">Home</a></li><li><a href="/new">What is new</a></li><li><a href="/help">Help</a></li></ul></nav>`;
const FOOTER = `<footer><p>All our pages are made by hand. <a href="/privacy">Privacy</a> <a href="/imprint">Imprint</a></p></footer>`;

const POSTS = [
  "My diesel starts, runs for ten minutes and then dies as if somebody had closed the fuel tap. What would you look at first?",
  "Nine times in ten it is air in the line. Bleed it at the filter and see whether bubbles come.",
  "Had the same last summer. It was the lift pump: the membrane had a crack so small that it only showed when warm.",
  "Before you buy a pump, run it from a jerrycan for half an hour. If it keeps going, the tank is dirty.",
  "The jerrycan it was! The pick-up in the tank was full of black jelly. Thank you all, we sail on Friday.",
];

const forum: PageOfKind = {
  kind: "a forum thread",
  html: `<html lang="en"><title>Engine dies after ten minutes - Harbour forum</title><body>${MENU}
    <div id="thread"><h1>Engine dies after ten minutes</h1>${POSTS.map(
      (text, i) =>
        `<div class="post" id="p${i}"><div class="user"><a href="/u/${i}">Skipper ${i}</a> <span>${40 + i} posts</span></div><div class="content">${text}</div><div class="tools"><a href="/reply/${i}">Reply</a> <a href="/report/${i}">Report</a></div></div>`,
    ).join("")}</div>${FOOTER}</body></html>`,
  language: "en",
  wanted: POSTS,
  unwanted: ["What is new", "Imprint"],
};

const FEATURES = [
  "Burns eleven hours on one filling of paraffin",
  "Brass throughout, with a glass you can change without tools",
  "Folds flat enough for a coat pocket",
];

const product: PageOfKind = {
  kind: "a product page",
  html: `<html lang="en"><title>Folding storm lantern | Chandlery</title><body>${MENU}
    <main><h1>Folding storm lantern</h1><div class="gallery"><img src="/a.jpg"><img src="/b.jpg"></div>
    <div class="price">48.00</div><form action="/basket"><button>Put into the basket</button></form>
    <div class="description"><p>A lantern for decks and tents, made after a pattern that has hung in wheelhouses for a hundred years.</p>
    <ul>${FEATURES.map((text) => `<li>${text}</li>`).join("")}</ul></div></main>
    <section class="related"><h2>You may also like</h2><ul><li><a href="/1">Wick, two metres</a></li><li><a href="/2">Paraffin, one litre</a></li></ul></section>${FOOTER}</body></html>`,
  language: "en",
  wanted: ["A lantern for decks and tents", ...FEATURES],
  unwanted: ["Put into the basket", "Imprint"],
};

const news: PageOfKind = {
  kind: "a short news item",
  html: `<html lang="en"><title>Ferry returns on Monday</title><body>${MENU}<div class="wrap"><h1>Ferry returns on Monday</h1>
    <p>The island ferry sails again from Monday at six, the harbour office said.</p></div>
    <div class="teasers"><a href="/x">Storm warning lifted</a> <a href="/y">Market moves indoors</a> <a href="/z">New bell for the pier</a></div>${FOOTER}</body></html>`,
  language: "en",
  wanted: ["The island ferry sails again from Monday at six"],
  unwanted: ["Imprint"],
};

const documentation: PageOfKind = {
  kind: "documentation with code and a side column",
  html: `<html lang="en"><title>Tide tables — tide-kit 3 documentation</title><body>
    <div class="sidebar" role="navigation"><ul>${Array.from({ length: 30 }, (_, i) => `<li><a href="/c${i}">Chapter ${i} of the manual</a></li>`).join("")}</ul></div>
    <div role="main"><h1>Tide tables</h1><p>A table is computed from harmonic constants of a port; nothing is fetched while you are at sea.</p>
    <h2>Making a table</h2><pre><code>const table = tides({ port: "north", days: 7 });
print(table.high);</code></pre><p>The times are those of the port, with summer time where it is kept.</p>
    <h2>Options</h2><dl><dt><code>days</code></dt><dd>How many days the table covers, 1 to 366.</dd><dt><code>datum</code></dt><dd>The level heights count from, chart datum unless told.</dd></dl></div>${FOOTER}</body></html>`,
  language: "en",
  wanted: [
    "A table is computed from harmonic constants",
    `const table = tides({ port: "north", days: 7 });\nprint(table.high);`,
    "How many days the table covers",
    "The level heights count from",
  ],
  unwanted: ["Chapter 12", "Imprint"],
};

const questions: PageOfKind = {
  kind: "a question with answers",
  html: `<html lang="en"><title>Which knot holds on wet rope? - Ask a sailor</title><body>${MENU}
    <div class="page"><div class="question"><h1>Which knot holds on wet rope?</h1><div class="votes">12</div><div class="body"><p>Every bowline I tie in the rain slips a little before it holds. Is there one that does not?</p></div></div>
    <div class="answers"><h2>2 answers</h2>
    <div class="answer"><div class="votes">31</div><div class="body"><p>Take a round turn first, then the bowline: the friction of the turn carries the load while the knot settles.</p></div></div>
    <div class="answer"><div class="votes">7</div><div class="body"><p>The water bowline was made for exactly this. It costs one more hitch and half a second.</p></div></div></div></div>${FOOTER}</body></html>`,
  language: "en",
  wanted: ["Every bowline I tie", "Take a round turn first", "The water bowline was made"],
  unwanted: ["Imprint"],
};

const JAPANESE = [
  "港の朝は早い。まだ暗いうちに漁師たちが集まり、網を積み、静かに沖へ出ていく。",
  "この町では三代続く氷屋が、いまも手で氷を切っている。「機械より速い」と主人は笑う。",
  "昼前には船が戻り、市場に魚が並ぶ。競りの声は、橋の向こうの学校まで聞こえるという。",
];

const japanese: PageOfKind = {
  kind: "a Japanese article",
  html: `<html lang="ja"><title>港の氷屋を訪ねて｜渡し場通信</title><body><div class="gnav"><a href="/">トップ</a><a href="/list">記事一覧</a></div>
    <div class="entry"><h1>港の氷屋を訪ねて</h1>${JAPANESE.map((text) => `<p>${text}</p>`).join("")}</div>
    <div class="ranking"><h3>人気の記事</h3><ul><li><a href="/1">灯台の一日</a></li><li><a href="/2">橋ができるまで</a></li></ul></div></body></html>`,
  language: "ja",
  wanted: JAPANESE,
  unwanted: ["記事一覧", "灯台の一日"],
};

const ARABIC = [
  "يبدأ يوم الصيادين قبل الفجر، حين تكون المدينة نائمة والريح هادئة على سطح الماء.",
  "يقول أقدمهم إن البحر لا يعطي من يستعجله، وإن الشبكة الصغيرة تعود أحيانا بما لا تعود به الكبيرة.",
  "عند الظهر تمتلئ السوق بالأصوات والروائح، ثم يعود الهدوء إلى الميناء حتى مساء اليوم التالي.",
];

const arabic: PageOfKind = {
  kind: "an Arabic article",
  html: `<html lang="ar" dir="rtl"><title>صباح في ميناء الصيد</title><body><ul class="menu"><li><a href="/">الرئيسية</a></li><li><a href="/n">أخبار اليوم</a></li></ul>
    <article><h1>صباح في ميناء الصيد</h1>${ARABIC.map((text) => `<p>${text}</p>`).join("")}</article></body></html>`,
  language: "ar",
  wanted: ARABIC,
  unwanted: ["أخبار اليوم"],
};

const CARDS = Array.from(
  { length: 14 },
  (_, i) => `Lamp ${i + 1} stands ${i + 3} metres above high water and can be seen from ${i + 5} miles away.`,
);

const list: PageOfKind = {
  kind: "a list of cards",
  html: `<html lang="en"><title>Lights of the coast</title><body>${MENU}<h1>Lights of the coast</h1><div class="grid">${CARDS.map(
    (text, i) => `<div class="card"><h3><a href="/l/${i}">Lamp ${i + 1}</a></h3><span>${text}</span></div>`,
  ).join("")}</div>${FOOTER}</body></html>`,
  language: "en",
  wanted: CARDS,
  unwanted: ["Imprint"],
};

/** Pages of kinds on which readers of articles go wrong. */
const ENTRIES = ["The lamp no longer flickers.", "Fixed a crash at low tide.", "Ropes may be wet now (#14)."];
const VERSIONS = [3, 2, 1].map(
  (version) => `<h2>Version ${version}.0</h2><ul>${ENTRIES.map((text) => `<li>${text}</li>`).join("")}</ul>`,
);

const changelog: PageOfKind = {
  kind: "a list of changes, without one long sentence",
  html: `<html lang="en"><title>Changes</title><body>${MENU}<div class="box"><h1>Changes</h1>${VERSIONS.join("")}</div>${FOOTER}</body></html>`,
  language: "en",
  wanted: ["Version 3.0", ...ENTRIES, "Version 1.0"],
  unwanted: ["Imprint", "What is new"],
};

const formOfAll: PageOfKind = {
  ...changelog,
  kind: "a page that lies in one form, foot and all",
  html: `<html lang="en"><title>Changes</title><body><form id="aspnetForm">${MENU}<div class="box"><h1>Changes</h1>${VERSIONS.join("")}</div>${FOOTER}</form></body></html>`,
};

const HEADLINES = Array.from({ length: 20 }, (_, i) => `How the harbour was built, part ${i + 1} of many`);

const archive: PageOfKind = {
  kind: "an archive of nothing but links",
  html: `<html lang="en"><title>Archive</title><body>${MENU}<main><h1>Archive</h1><ul>${HEADLINES.map((text, i) => `<li><a href="/a/${i}">${text}</a></li>`).join("")}</ul></main>${FOOTER}</body></html>`,
  language: "en",
  wanted: HEADLINES,
  unwanted: ["Imprint", "What is new"],
};

const manual: PageOfKind = {
  kind: "a page of a manual whose menu is longer than itself",
  html: `<html lang="en"><title>boat.open()</title><body><div class="wrapper"><div class="sidebar-left"><ul>${HEADLINES.map((text, i) => `<li><a href="/m/${i}">${text}</a></li>`).join("")}</ul></div>
    <div class="content"><div class="method"><h2>boat.open()</h2><p>Makes the boat ready for the next crossing of the river.</p><table><tr><td>since</td><td>4 May 2021</td></tr><tr><td>speed</td><td>number of knots</td></tr></table><pre>boat.open(3)</pre></div>
    <div class="method"><h2>boat.close()</h2><p>Ties the boat up and puts the cover over its seats.</p><pre>boat.close()</pre></div></div></div>${FOOTER}</body></html>`,
  language: "en",
  wanted: ["Makes the boat ready", "since\t4 May 2021", "boat.open(3)", "Ties the boat up", "boat.close()"],
  unwanted: ["How the harbour was built", "Imprint"],
};

const LONG_SENTENCE =
  "The rope is laid by hand from long hemp, tarred once, and left to hang for a week before it is cut, which gives it a grip that rope from a machine never has.";

const teasers: PageOfKind = {
  kind: "an article with longer teasers of others after it",
  html: `<html lang="en"><title>How rope is made</title><body>${MENU}<div class="text"><h1>How rope is made</h1><p>${LONG_SENTENCE}</p><p>${LONG_SENTENCE}</p></div>
    <div class="grid"><h2>More stories</h2>${HEADLINES.slice(0, 6)
      .map(
        (text, i) => `<div><h3><a href="/${i}">${text}</a></h3><p>Stones, cranes and quarrels on the quay.</p></div>`,
      )
      .join("")}</div>${FOOTER}</body></html>`,
  language: "en",
  wanted: [LONG_SENTENCE],
  unwanted: ["More stories", "How the harbour was built", "quarrels", "Imprint"],
};

const buttons: PageOfKind = {
  kind: "a thread with buttons and counters under each post",
  html: `<html lang="en"><title>Wet ropes</title><body>${MENU}<main><h1>Wet ropes</h1>${POSTS.map((text) => `<div class="message"><div>${text}</div><div>2 Likes</div><div>Reply</div></div>`).join("")}</main></body></html>`,
  language: "en",
  wanted: POSTS,
  unwanted: ["Likes", "Reply"],
};

const WALKS = Array.from(
  { length: 8 },
  (_, i) => `It takes about ${i + 2} hours, and at its end there is an inn where one can wait for the rain to pass.`,
);

const collection: PageOfKind = {
  kind: "a collection whose linked titles are no headings",
  html: `<html lang="en"><title>Walks</title><body>${MENU}<div class="list">${WALKS.map((text, i) => `<div class="item"><div class="name"><a href="/w/${i}">Along the river to mill number ${i}</a></div><div class="about">${text}</div></div>`).join("")}</div>${FOOTER}</body></html>`,
  language: "en",
  wanted: [...WALKS, "Along the river to mill number 0", "Along the river to mill number 7"],
  unwanted: ["Imprint", "What is new"],
};

const readAlso: PageOfKind = {
  kind: "an article with links to others between its paragraphs",
  html: `<html lang="en"><title>Walks</title><body>${MENU}<article><h1>Walks</h1>${WALKS.map((text, i) => `<p>${text} ${LONG_SENTENCE}</p><p><a href="/w/${i}">Along the river to mill number ${i}</a></p>`).join("")}</article>${FOOTER}</body></html>`,
  language: "en",
  wanted: WALKS,
  unwanted: ["Along the river"],
};

export const PAGES_OF_KINDS: readonly PageOfKind[] = [
  changelog,
  formOfAll,
  archive,
  manual,
  teasers,
  buttons,
  collection,
  readAlso,
  forum,
  product,
  news,
  documentation,
  questions,
  japanese,
  arabic,
  list,
];
