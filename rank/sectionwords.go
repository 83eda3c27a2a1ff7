package rank

// sectionCues are words that tell how something is written about rather than
// what: as news, as a paper's account, as software to use or as a lesson.
var sectionCues = []group{
	{"tells news", `发布会 亮相 搭载 上市 售价 首发 宣布 推出 收购 旗舰 首款 日前 近日 近期 今天 昨日 昨天 今日 本周 消息 据悉 据报道 外媒 曝光 爆料 传闻 宣称 官方 官宣 日消息 年底 第一季度 第二季度 第三季度 第四季度 明年 今年 去年 上半年 下半年 预计 计划 将于 有望 即将 问世 来袭 登场 驾到 announces announced unveils`},
	{"tells of business", `公司 企业 厂商 巨头 供应商 客户 合作 战略 市场 市场份额 投资 融资 收购 估值 亿美元 亿元 万台 出货 出货量 销量 营收 利润 股价 股份 ceo 创始人 总裁 董事长 副总裁 董事 高管 团队成立 产业 行业 供应链 产业链 竞争 格局 布局 生态 供货 订单 量产 授权 专利 诉讼 禁令 贸易 政府 国家 产能`},
	{"tells of a product", `新机 新品 手机 平板 屏幕 电池 摄像头 像素 续航 快充 功耗 主频 核心 大核 小核 架构 制程 工艺 性能提升 提升了 跑分 得分 榜单 排名 游戏 5g 基带 内存 闪存 处理器 芯片 显卡 显存 笔记本 服务器 系列 规格 参数 型号 ghz tops 一代 新一代 上一代 频率 带宽`},
	{"tells of a paper", `论文 该论文 本文提出 文中提出 文章提出 提出了 提出一种 提出的 作者 作者提出 研究人员 研究者 研究员 学者 研究团队 收录 录用 接收 中稿 入选 oral spotlight 顶会 arxiv abs pdf 论文地址 论文链接 论文标题 论文题目 paper 期刊 大学 学院 实验室 等人 et_al`},
	{"tells of experiments", `准确率 精度损失 精度 数据集 实验 实验结果 结果表明 imagenet coco cifar cifar10 voc kitti map miou top1 top_1 sota state_of_the_art 超越 优于 基线 baseline 压缩率 压缩比 参数量 计算量 flops 有效性 泛化 损失函数 loss 训练 收敛 微调 fine 网络结构 模块 卷积核 通道 特征图 算法 方法 新方法 新算法 框架提出 机制 理论`},
	{"tells of a release", `开源 开源了 正式开源 开源项目 开源库 开源框架 代码 代码地址 代码已开源 项目地址 开源地址 github地址 github git 仓库 release 版本 新版本 新版 v1 v2 更新 升级 支持 新增 增加 修复 特性 功能 工具 工具包 工具箱 库 接口 api sdk 安装 pip demo 示例 star 许可证 apache mit协议 下载 平台支持 跨平台 社区 贡献者 预训练模型 model_zoo 一行代码 行代码 轻松 项目`},
	{"tells a lesson", `本文 本文主要 本篇 这篇文章 介绍 讲解 讲述 笔者 我们 大家 读者 首先 其次 然后 接下来 最后 步骤 如下 如何 怎么 为什么 什么是 是什么 原理 分析 源码 实现 手写 优化 优化方法 技巧 总结 经验 实践 入门 教程 学习 详细 理解 知识 基础 概念 系列 系列文章 上篇 下篇 例子 举例 翻译 原文 译文 问题 思路 流程 方案 部署 环境 编译 配置 代码实现 踩坑 记录 笔记 概述 简介 浅谈 详解 解析 剖析 漫谈 综述 盘点 汇总`},
	{"tells of a survey", `综述 汇总 大全 合集 资源 盘点 梳理 总结 一览 各方向 发展史 历史 现状 趋势 展望 未来 白皮书 报告 调查 调研 survey overview review`},
	{"tells of a team's practice", `落地 实践 业务 线上 应用 场景 案例 方案 团队 技术团队 工程师 我们的 经验 挑战 解决方案 分享 演讲 大会 会议 访谈 采访 专访 对话 问答 如何评价`},
}

// sectionPrior is what is known of these groups before any archive: how much
// each, in the title and below it, speaks for news, paper, project and blog.
var sectionPrior = [...][2]sections4{
	{{0.25, -0.15, -0.1, -0.1}, {0.25, -0.15, -0.1, -0.1}},
	{{0.3, -0.15, -0.1, -0.1}, {0.2, -0.1, -0.1, -0.05}},
	{{0.2, -0.1, -0.1, -0.05}, {0.15, -0.05, -0.05, -0.05}},
	{{-0.15, 0.35, 0, -0.05}, {-0.15, 0.25, 0, -0.05}},
	{{-0.1, 0.3, 0, 0}, {-0.15, 0.2, 0, 0}},
	{{-0.1, -0.1, 0.3, -0.05}, {-0.1, -0.05, 0.2, 0}},
	{{-0.15, -0.1, -0.1, 0.3}, {-0.15, -0.05, -0.05, 0.2}},
	{{0, 0.1, -0.1, 0.1}, {-0.05, 0.1, -0.05, 0.1}},
	{{-0.1, -0.1, -0.1, 0.25}, {-0.05, -0.1, -0.05, 0.15}},
}
