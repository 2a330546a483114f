/** Verbs to jieba that name a process when they stand in a technical term (`湿法提取`, `图像识别`). Other verbs make no tags. */
const PROCESSES = `识别 检测 分析 提取 回收 生成 推理 训练 优化 控制 预测 设计 评价 评估 管理 诊断 治疗 分类 融合 分割 重建 检索 计算 加密 解密 搜索 编译
量化 压缩 翻译 感知 导航 定位 规划 调度 建模 仿真 学习 驾驶 绑定 渲染 编程 推荐 测试 制造 加工 降解 合成 催化 吸附 发酵 育种 栽培 灌溉 养殖
监测 监管 治理 保护 修复 减排 传播 教育 教学 营销 投资 融资 消费 贸易 合作 创新 转型 改革 护理 康复 免疫 感染 代谢 移植 筛查 仿生
存储 通信 编辑 编码 解码 标注 采样 聚类 对齐 微调 蒸馏 剪枝 部署 缓存 备份 迁移 审计 直播 游戏 面试 招聘 上市 作弊 开源 预报 互联 阅读 写作
`;

/** Nouns that every post and paper uses: a tag only when the title and the text both insist on them. */
const GENERIC = `材料 问题 公司 技术 功能 项目 能力 内容 时间 领域 路径 阶段 核心 观点 场景 方法 研究 结果 团队 方式 过程 情况 方面 条件 因素 作用 影响
关系 特点 特征 水平 程度 目的 意义 基础 机制 策略 措施 对策 趋势 现状 发展 应用 分析 设计 测试 版本 产品 行业 时代 世界 国家 地区
用户 客户 人员 专家 作者 大佬 老师 朋友 孩子 社会 生活 工作 活动 事件 故事 消息 新闻 信息 数据 数字 数量 成本 费用 价值 效果 效率 优势
官方 外媒 媒体 业界 业内 内部 外部 全球 国内 国外 海外 首款 首次 首个 新款 主流 传统 热潮 热议 奥秘 难题 传奇 世纪 梦想 事实 现实 未来 过去 历史
机会 挑战 风险 需求 目标 任务 计划 方案 流程 步骤 环节 细节 案例 例子 原因 理由 结论 建议 意见 态度 看法 想法 经验 教训 知识 概念 理论 思路 思想
样本 空间 位置 方向 速度 质量 规模 范围 标准 规则 指标 参数 单位 部门 机构 组织 平台 系统 服务 支持 选择 变化 提升 增长 突破 进展 成果 奖项
报告 文章 文档 资料 数字 链接 评论 标题 句子 一句话 东西 地方 事情 样子 意思 关键 关键在于 整体 总体 个人 人工 人物 全文 正文 大家 来源
比喻 弯路 代价 同比 环比 全面 名字 名称 类型 种类 形式 形象 状态 姿势 大会 得主 元老 程序 日期 规格 高点 亏损 合计 业务 痛点 增效 垂直 来料 单位成本
`;

/** One-character heads that make one noun of the word before them, which the dictionary leaves in two pieces (`提示` + `词`). */
const HEADS = "词体包线率器机仪盘码法学库站链图片剂酶膜炉舱车型";

/** Names the dictionary cuts, put together again. */
const COMPOUNDS = `自动驾驶 机器学习 深度学习 强化学习 联邦学习 迁移学习 区块链 云计算`;

/** Characters of grammar: a word guessed by the segmenter that holds one is a scrap of a sentence. */
const GRAMMAR =
  /[的了是在和与及或就都也而且但被把让从到对为以于这那其它他她我你您个些么吗呢吧啊又再很更最还不没无有会能可要得着过时上下里中只用贵答说]/u;

const listed = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));
const processes = listed(PROCESSES);
const generic = listed(GENERIC);
const compounds = listed(COMPOUNDS);
const heads: ReadonlySet<string> = new Set(HEADS);

/** Whether a verb names a process that people file things under. */
export function isProcess(word: string): boolean {
  return processes.has(word);
}

/** Whether a Chinese word says nothing of a topic by itself. */
export function isGenericChinese(word: string): boolean {
  return generic.has(word);
}

/** Whether a character makes one noun with the word before it. */
export function isHead(character: string): boolean {
  return heads.has(character);
}

/** Whether words that stand side by side are one name that the dictionary cuts. */
export function isKnownCompound(joined: string): boolean {
  return compounds.has(joined);
}

/** Whether a word that no dictionary has looks like a piece cut across others. */
export function looksLikeScrap(word: string): boolean {
  return GRAMMAR.test(word);
}
