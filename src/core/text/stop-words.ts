/** English words that carry no topic of their own. */
const ENGLISH = `a about above across after afterwards again against ago all almost alone along already also although always am
among an and another any anyone anything anyway are aren't around as at away back be became because become becomes been before
behind being below beside besides between beyond both but by can can't cannot could couldn't did didn't do does doesn't doing
don't done down due during each either else enough etc even ever every everyone everything except few first for former from
further furthermore get gets getting give given gives go goes going gone got had hadn't has hasn't have haven't having he he's
hence her here here's hers herself him himself his how however i i'd i'll i'm i've if in indeed instead into is isn't it it's
its itself just keep last lately later latter least less let let's like likely made make makes making many may maybe me
meanwhile might mine more moreover most mostly much must my myself namely near nearly neither never nevertheless new next no
nobody none nor not nothing now nowhere of off often on once one ones only onto or other others otherwise our ours ourselves
out over own per perhaps please put quite rather re really said same say says see seem seemed seems several shall she she's
should shouldn't since so some somehow someone something sometimes somewhere still such take taken takes taking than that
that's the their theirs them themselves then thence there there's thereby therefore these they they're they've thing things
this those though three through throughout thus to together too toward towards two under until up upon us use used uses using
usually various very via want wants was wasn't way ways we we're we've well were weren't what what's whatever when whenever
where whereas wherever whether which while who who's whoever whole whom whose why will with within without won't would
wouldn't yes yet you you'd you'll you're you've your yours yourself yourselves`;

/** Chinese words that carry no topic of their own, as a segmenter gives them. */
const CHINESE = `的 了 和 是 在 就 都 而 及 与 或 着 被 把 让 从 到 对 为 以 于 上 下 中 里 内 外 前 后 时 也 又 还 再 很 更 最 太 非常 十分
已 已经 正在 曾 曾经 将 将要 会 能 能够 可 可以 可能 应 应该 要 需 需要 必须 得 地 之 其 其中 其他 其它 它 它们 他 他们 她 她们 我 我们 你 你们 您
自己 大家 人们 这 那 这个 那个 这些 那些 这种 那种 这样 那样 这里 那里 这么 那么 此 此次 该 各 各种 每 每个 某 某些 某种 一 一个 一种 一些 一次
一下 一样 一直 一般 一定 一起 一点 有 有些 有的 没 没有 无 不 不是 不会 不能 不同 不仅 不再 不要 不过 但 但是 却 然而 可是 只 只是 只有 只要
仅 仅仅 如 如果 如何 如此 若 假如 则 因 因为 因此 所以 由 由于 从而 于是 虽然 尽管 即使 即 即便 并 并且 而且 而是 以及 此外 另外 同时 然后
接着 最后 首先 其次 之后 之前 之间 以上 以下 以后 以前 以来 以便 当 当时 当然 现在 目前 如今 近日 今天 昨天 明天 今年 去年 明年 什么 怎么
怎样 为什么 为何 哪 哪些 哪个 谁 多少 几 几个 很多 许多 多 少 大 小 新 好 高 低 来 去 过 给 向 往 比 跟 同 用 使 使得 使用 利用 通过 根据
按照 按 关于 对于 至于 基于 针对 除了 除 等 等等 吗 呢 吧 啊 呀 嘛 哦 哈 嗯 啦 所 所有 任何 全部 整个 部分 例如 比如 譬如 包括 包含 进行
表示 认为 指出 觉得 看到 发现 知道 说 说道 称 开始 继续 成为 作为 称为 带来 实现 提供 具有 存在 出现 得到 做 做到 一方面 另一方面 甚至
尤其 特别 真正 完全 其实 确实 似乎 几乎 大约 左右 直接 主要 重要 相关 具体 有效 个 种 次 位 名 只 条 件 项 款 台 家 篇 张 本 年 月 日 天
小时 分钟 元 万 亿 千 百 十 两 二 三 四 五 六 七 八 九 点 原文 链接 网页 全文 阅读 欢迎 点击 以下 如下`;

const words = (list: string) => new Set(list.split(/\s+/));

/** Stop words of English, lower case, with straight apostrophes. */
export const ENGLISH_STOP_WORDS: ReadonlySet<string> = words(ENGLISH);

/** Stop words of Chinese, as whole words. */
export const CHINESE_STOP_WORDS: ReadonlySet<string> = words(CHINESE);
