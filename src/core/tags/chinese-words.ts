/** Verbs to jieba that name a process when they stand in a technical term (`湿法提取`, `图像识别`). Other verbs make no tags. */
const PROCESSES = `识别 检测 分析 提取 回收 生成 推理 训练 优化 控制 预测 设计 评价 评估 管理 诊断 治疗 分类 融合 分割 重建 检索 计算 加密 解密 搜索 编译
量化 压缩 翻译 感知 导航 定位 规划 调度 建模 仿真 学习 驾驶 绑定 渲染 编程 推荐 测试 制造 加工 降解 合成 催化 吸附 发酵 育种 栽培 灌溉 养殖
监测 监管 治理 保护 修复 减排 传播 教育 教学 营销 投资 融资 消费 贸易 合作 创新 转型 改革 护理 康复 免疫 感染 代谢 移植 筛查 仿生
存储 通信 编辑 编码 解码 标注 采样 聚类 对齐 微调 蒸馏 剪枝 部署 缓存 备份 迁移 审计 直播 游戏 面试 招聘 上市 作弊 开源 预报 互联 阅读 写作
`;

/**
 * Nouns of saying, doing and judging that say nothing of a topic although jieba's dictionary has them as rarer than
 * {@link COMMON_IDF}: shown only where title and text both insist on them, or nothing better is there.
 */
const GENERIC = `名字 名称 理由 事实 现实 进展 数字 看法 想法 成果 挑战 结论 观点 思路 细节 环节 步骤 流程 案例 例子 版本 样本 现状 难题 场景 路径 策略 对策
官方 外媒 媒体 业界 业内 外部 主流 首个 首款 首次 新款 大佬 老师 朋友 网友 用户 客户 团队 平台 效率 效果 费用 指标 参数 规则 文章 文档 链接 评论 标题 全文 正文 句子 一句话
热议 关键 关键在于 总体 整体 起因 日期 同比 环比 合计 测试 业务
`;

/** Words with an idf below this in jieba's dictionary are in so many texts that they say nothing of one (公司 3.5, 技术 4.7, 内容 5.1; 模型 6.8). */
const COMMON_IDF = 6;

/** One-character heads that make one noun of the word before them, which the dictionary leaves in two pieces (`提示` + `词`). */
const HEADS = "词体包线率器机仪盘码法学库站链图片剂酶膜炉舱车型";

/** Names the dictionary cuts, put together again. */
const COMPOUNDS = `自动驾驶 机器学习 深度学习 强化学习 联邦学习 迁移学习 区块链 云计算`;

/** Words before which, and behind which, another word is what someone does: `会失控`, `变差了`. Dictionaries call half of them nouns. */
const BEFORE_DOING = `不 没 没有 未 会 能 能够 可以 可 将 要 想 就 都 也 还 再 又 才 已 已经 正 正在 曾 终于 开始 直接 真的 即将 不断 逐渐 并 并且 来 去`;
const BEHIND_DOING = `了 着 过 得 起来 下去 出来`;

const listed = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));
const processes = listed(PROCESSES);
const generic = listed(GENERIC);
const compounds = listed(COMPOUNDS);
const beforeDoing = listed(BEFORE_DOING);
const behindDoing = listed(BEHIND_DOING);
const heads: ReadonlySet<string> = new Set(HEADS);

/** Whether a verb names a process that people file things under. */
export function isProcess(word: string): boolean {
  return processes.has(word);
}

/** Whether a Chinese word says nothing of a topic by itself. `idf` is jieba's, nothing for a word it does not know. */
export function isGenericChinese(word: string, idf: number | undefined): boolean {
  return generic.has(word) || (idf ?? COMMON_IDF) < COMMON_IDF;
}

/** Whether a word is what someone does, by the words before and behind it. */
export function isDoing(before: string | undefined, behind: string | undefined): boolean {
  return beforeDoing.has(before ?? "") || behindDoing.has(behind ?? "");
}

/** Whether a character makes one noun with the word before it. */
export function isHead(character: string): boolean {
  return heads.has(character);
}

/** Whether words that stand side by side are one name that the dictionary cuts. */
export function isKnownCompound(joined: string): boolean {
  return compounds.has(joined);
}

/** Whether a guessed word is made of pieces of a sentence, by the parts of speech inside it: names are made of nouns. */
export function looksLikeScrap(parts: readonly string[]): boolean {
  return parts.some((part) => !/^(?:n|j|x|eng|q|t)/u.test(part));
}
