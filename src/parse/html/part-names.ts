import type { Element } from "./dom.ts";

/** Words that name a part wherever they stand inside a class name or id: nothing else is called so. */
const ANYWHERE =
  /caption|breadcrumb|newsletter|byline|bylines|disqus|taboola|outbrain|zergnet|advert|timestamp|copyright|sharedaddy|sharebar|sharebox|sharetool|addtoany|addthis|jp-relatedposts|relatedposts?|relatedcontent|relatedlinks|readmore|mostread|mostpopular|postmeta|postinfo|postdate|articlemeta|entrymeta|authorbox|authorinfo|authorbio|photocredit|imagecredit|videotitle|subscribe|subscription|signup|cookie|gdpr|wpmrec|pullquote|infobox-share|screenreader|sr-only|visually-?hidden|commentlist|commentform|comments?-(?:area|section|box|wrap)|printonly|print-(?:header|only|footer)|reading-?time|read-time|table-of-contents|post-navigation|nav-links|slide-?count|sponsor/;

/** Words that name a part when they stand alone between hyphens. */
const ALONE = new Set(
  (
    "credit credits photographer legend author authors bio contributor contributors dateline date time datetime " +
    "published updated pubdate posted submitted meta metadata share sharing social socials follow related " +
    "recommend recommended recommendation recommendations trending popular latest teaser teasers promo promos promotion promoted suggested " +
    "upnext nextup pagination pager prev previous next optin paywall login signin register membership donate donation " +
    "comment comments respond replies nav navigation navbar menu submenu subnav topnav toolbar toc ad ads adv advertisement dfp " +
    "banner affiliate disclosure disclaimer player playlist overlay tags taglist tagcloud keywords topics categories category rating ratings vote votes " +
    "feedback print tooltip modal popup dialog hidden skip widget-title kicker eyebrow label labels badge cta callout-cta " +
    "footer footnav colophon sidebar rail aside trc rss legal privacy consent app-promo correction-request permalink edit-link editsection flyout"
  ).split(" "),
);

/**
 * Whether the class names and the id of an element say that it is no part of an article's text: captions, by-lines,
 * share and newsletter boxes, related links, comments, menus, adverts. A name alone proves nothing: whole articles lie
 * in elements of such names, so the caller must weigh how much text would go.
 */
export function isNamedAside(element: Element): boolean {
  const names = namesOf(element);
  if (names === "") return false;
  return ANYWHERE.test(names) || names.split(/[^a-z]+/).some((word) => ALONE.has(word));
}

const DISCUSSION =
  /(?:^|[^a-z])(?:comments?|disqus|replies|respond|commentlist|comment-?(?:list|area|section))(?:[^a-z]|$)/;

/** Whether the names of an element say that readers talk there about the page. */
export function isDiscussion(element: Element): boolean {
  return DISCUSSION.test(namesOf(element));
}

/** Classes and id in lower case, `camelCase` parted by hyphens. */
function namesOf({ attribs }: Element): string {
  const names = `${attribs.class ?? ""} ${attribs.id ?? ""} ${attribs["data-testid"] ?? ""} ${attribs["data-component"] ?? ""}`;
  return names
    .trim()
    .slice(0, MAX_NAMES)
    .replace(/([a-z])([A-Z])/g, "$1-$2")
    .toLowerCase();
}

/** Generated class lists can be very long; what names the part stands first. */
const MAX_NAMES = 300;
