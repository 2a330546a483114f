/** Every note that a reader leaves on a page, in Chinese. */
const IN_CHINESE: readonly (readonly [note: RegExp, chinese: string])[] = [
  [/^The newest (\d+) of (\d+) entries of a feed$/, "订阅源共 $2 条，这里是最新的 $1 条"],
  [/^A picture: there is no text to read$/, "这是图片，没有可读的文字"],
  [/^A film: there is no text to read$/, "这是视频，没有可读的文字"],
  [/^Pull request of (.+)$/, "$1 的拉取请求"],
  [/^Issue of (.+)$/, "$1 的议题"],
  [/^Discussion of (.+)$/, "$1 的讨论"],
  [/^Read from a mail message\.$/, "读自一封邮件。"],
  [/^The first (\d+) of (\d+) pages were read\.$/, "共 $2 页，读取了前 $1 页。"],
  [
    /^An e-book of (\d+) parts: the first chapter and the contents were read\.$/,
    "电子书共 $1 部分，读取了第一章和目录。",
  ],
  [/^Read as Markdown with front matter\.$/, "按带有头部信息的 Markdown 读取。"],
  [/^Read as a reader's Markdown dump\.$/, "按阅读器导出的 Markdown 读取。"],
  [/^Filed as plain Markdown\.$/, "按普通 Markdown 收录。"],
  [/^Filed as plain text\.$/, "按纯文本收录。"],
  [/^The file names no address, so it is filed without a source link\.$/, "文件里没有网址，因此收录时没有来源链接。"],
  [
    /^The file's address is not one I can open, so it is filed without a source link\.$/,
    "文件里的网址无法打开，因此收录时没有来源链接。",
  ],
  [/^The file has more than one title; the first one is used\.$/, "文件有多个标题，采用第一个。"],
  [/^The file has no original text\.$/, "文件里没有原文。"],
  [/^The post quotes one by @(.+); both are in the text\.$/, "这条帖子引用了 @$1 的帖子，正文包含两者。"],
];

/** A reader's note in Chinese; one that is not known, such as an imported one, as it stands. */
export function noteInChinese(note: string): string {
  const [pattern, chinese] = IN_CHINESE.find(([known]) => known.test(note)) ?? [];
  return pattern && chinese ? note.replace(pattern, chinese) : note;
}
