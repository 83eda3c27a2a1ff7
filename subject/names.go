package subject

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"embai-crawl/text"
)

// commonWords weigh next to nothing: half the headlines of the field hold them.
var commonWords = [...]string{
	// Latin
	"ai", "the", "a", "an", "of", "to", "in", "on", "for", "and", "with", "by", "at", "from", "is", "are", "its", "it", "new", "now", "how", "why", "what", "your", "we", "our", "you", "as", "that", "this", "has", "have", "will", "be", "into", "up", "up.", "s", "vs", "or", "first", "more", "than", "can",
	"cpu", "gpu", "npu", "llm", "llms", "mcu", "soc", "chip", "chips", "model", "models", "edge", "device", "devices", "on-device", "inference", "phone", "phones", "open", "source", "tops", "app", "apps", "sdk", "api", "github", "quantization", "quantized", "faster", "performance",
	"release", "releases", "released", "launches", "launched", "launch", "announces", "announced", "unveils", "unveiled", "introduces", "introduced", "adds", "brings", "runs", "run", "running", "ships", "today", "company", "says", "said", "support", "small", "tiny", "language", "memory", "hardware", "series", "generation", "platform", "developers", "developer", "ml", "researchers", "using", "time", "per", "second", "tokens", "billion", "million", "b", "gb", "mb", "year", "next", "available", "parameters",
	"snapdragon8", "gen", "int8", "int4", "nm", "cvpr", "iclr", "icml", "nips", "neurips", "aaai", "iccv", "eccv", "nature", "science",
	"acquire", "acquires", "buy", "buys", "buying", "raise", "raises", "raised", "funding", "startup", "maker", "startups", "plans", "plan", "report", "reports", "team", "researcher", "study", "show", "hn", "developer's", "hobbyist", "hack", "hacker", "hacked", "test", "tests", "tested", "review", "reviewed", "laptop", "laptops", "computer", "robot", "robots", "robotics", "car", "cars", "board", "kit", "add", "under", "over", "about", "after", "before", "latest", "official", "officially", "final", "big", "biggest", "best", "better", "fast", "twice", "half", "double", "target", "targets", "bet", "bring", "get", "gets", "make", "makes", "made", "take", "takes", "give", "gives", "let", "lets", "put", "puts", "cut", "cuts", "hit", "hits", "top", "record", "results", "result", "benchmark", "benchmarks", "speech", "vision", "image", "video", "audio", "text", "training", "train", "trained", "engine", "library", "framework", "toolkit", "tool", "tools", "compiler", "runtime", "kernel", "kernels", "backend", "version", "update", "updates", "feature", "features", "native", "adds", "into", "across", "without", "with", "like", "just", "only", "still", "explained", "guide", "introduction", "part", "weekly", "news", "q1", "q2", "q3", "q4", "ceo", "ipo", "file", "files", "new-generation", "multimodal", "generative", "local", "locally", "cloud", "server", "processor", "processors", "accelerator", "accelerators", "microcontroller", "microcontrollers", "embedded", "iot", "wifi", "5g", "3d", "2d", "pc", "pcs", "mobile", "android", "ios", "windows", "linux", "token", "weight", "weights", "bit", "bits", "one", "two", "three", "four", "five", "million", "us", "u.s", "world's", "world", "industry's", "industry", "fully", "built", "powered", "designed", "detail", "details", "architecture", "arrives", "comes", "coming", "soon", "free", "price", "sale", "shipping", "off", "out", "all", "every", "own", "their", "it's", "who", "when", "where", "which", "wins", "win", "contract", "ram", "rom", "usb", "hbm", "fps", "os", "aiot", "ui", "vlm", "slm", "asr", "tts", "nms", "moe", "kv", "cache", "transformer", "diffusion", "isp", "ddr", "sota", "mass", "production", "enters", "start", "starts", "begin", "begins", "hide", "ultra-low-power", "power", "low", "high", "base", "preview", "beta", "alpha", "rc", "rc1",
	// Han
	"注意", "意力", "存算", "算一", "一体", "缓存", "显存", "占用", "硬件", "软件", "系统", "机器", "器人", "汽车", "自动", "动驾", "驾驶", "服务", "务器", "笔记", "记本", "电脑", "浏览", "览器", "单片", "片机", "摄像", "像头", "传感", "感器", "耳机", "眼镜", "手表", "内核", "算子", "编译", "译器", "矩阵", "卷积", "稀疏", "线性", "专家", "家混", "混合", "扩散", "生成", "图像", "视频", "检测", "目标", "识别", "关键", "键词", "分类", "分割", "合成", "离线", "本地", "实时", "低比", "二值", "知识", "结构", "非结", "构化", "无需", "精度", "损失", "准确", "带宽", "延迟", "时延", "吞吐", "能力", "体验", "功能", "应用", "用户", "场景", "产品", "市场", "行业", "企业", "厂商", "业务", "投资", "资金", "股东", "港股", "科创", "创板", "上涨", "下跌", "大学", "北京", "学院", "实验", "验室", "科学", "学家", "教授", "博士", "作者", "最佳", "入选", "获得", "获奖", "公告", "记者", "今晚", "昨晚", "凌晨", "目前", "已经", "正在", "开始", "推迟", "终止", "计划", "预计", "明年", "今年", "去年", "下月", "本月", "一季", "二季", "三季", "四季", "上半", "下半", "半年", "年度", "首个", "首家", "第二", "第三", "新品", "新版", "新方", "方案", "解决", "合作", "联合", "共同", "打造", "升级", "全面", "重构", "终于", "真的", "只要", "不用", "最小", "最大", "更快", "更小", "更强", "快一", "跑分", "大涨", "翻倍", "倍增", "效能", "发表", "存储", "内容", "元起", "售价", "起售", "开售", "预售", "万元", "千元", "每秒", "毫秒", "毫瓦", "纳米", "单核", "多核", "主频", "频率", "登上", "提速", "发展", "趋势", "判断", "难题", "分析", "问题", "时间", "成本", "价格", "规模", "制造", "代工", "流片", "架的", "源了", "机跑", "上跑", "跑大", "的大", "搬上", "只有", "体积", "适配", "开放", "接入", "新标", "标杆", "国内", "海外", "业内", "公开", "免费", "下载", "原生", "生态", "社区", "用于", "具备", "拥有", "带来", "让大", "型的", "型在", "型上", "芯片公", "片公", "端推", "内置", "集成", "自研", "新款", "新成", "成果", "同时", "相比", "技公", "科技", "半导", "导体", "电子", "微电", "集团", "控股", "证券", "投研", "基金", "招聘", "工程", "程师",
	"发布", "推出", "正式", "今天", "今日", "昨日", "近日", "日前", "宣布", "开源", "模型", "大模", "芯片", "端侧", "侧大", "手机", "机上", "性能", "提升", "速度", "推理", "量化", "支持", "公司", "技术", "系列", "首发", "首款", "新一", "一代", "代旗", "旗舰", "全新", "最新", "来了", "登场", "亮相", "算力", "功耗", "内存", "团队", "研究", "方法", "提出", "实现", "运行", "部署", "平台", "框架", "引擎", "版本", "更新", "新增", "加速", "优化", "一个", "可以", "如何", "什么", "为什", "这个", "我们", "中国", "国产", "人工", "工智", "智能", "能提", "深度", "学习", "神经", "网络", "参数", "能效", "平均", "最高", "采用", "工艺", "量产", "上市", "收购", "融资", "完成", "营收", "同比", "增长", "季度", "财报", "亿元", "亿美", "美元", "论文", "代码", "数据", "训练", "视觉", "语音", "多模", "模态", "解读", "详解", "教程", "入门", "原理", "介绍", "本文", "面向", "移动", "首次", "最强", "亿参", "开发", "发者", "大会", "设备", "边缘", "计算", "终端", "处理", "理器", "下一", "代的", "的两", "两倍", "一倍", "上代", "比上", "月上", "即将", "曝光", "官方", "表示", "消息", "据报", "报道", "登上", "三项", "第一", "领先", "成绩", "公布", "压缩", "剪枝", "蒸馏", "比特", "开启", "时代", "国际", "全球", "核心", "架构", "结果", "成为", "超过", "达到", "降低", "减少", "提高", "倍的", "的推", "的模", "的芯", "推理速", "理速", "升了",
}

// wordSet makes a set of words.
func wordSet(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

// properNames returns a function that reports whether a word of a title is the
// name of a thing. In a Chinese title every Latin word is one; in an English one what is
// written with a capital where common words are not, or holds a digit.
func properNames(title, lead string) func(string) bool {
	if text.Han(title) > 0.15 {
		return func(w string) bool { return w[0] < utf8.RuneSelf }
	}
	lower, upper, first := map[string]bool{}, map[string]int{}, map[string]bool{}
	capitals, words := 0, 0
	for part, s := range [2]string{title, lead} {
		for _, sentence := range text.Sentences(s) {
			for i, w := range strings.FieldsFunc(sentence, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' && r != '\'' }) {
				r, n := utf8.DecodeRuneInString(w)
				key := stem(strings.ToLower(strings.Trim(w, ".'")))
				inner := strings.ContainsFunc(w[n:], func(r rune) bool { return unicode.IsUpper(r) || unicode.IsDigit(r) })
				switch {
				case part == 0:
					words++
					if unicode.IsUpper(r) {
						capitals++
					}
				}
				switch {
				case inner:
					upper[key] += 4
				case !unicode.IsUpper(r):
					lower[key] = true
				case i == 0:
					if first[key] {
						upper[key]++ // first in the title and in the text: no coincidence
					}
					first[key] = true
				case part == 0:
					upper[key]++
				default:
					upper[key] += 2
				}
			}
		}
	}
	needed := 1
	if capitals*10 > words*6 { // Every Word Of The Title Has One
		needed = 2
	}
	return func(w string) bool {
		return strings.ContainsAny(w, "0123456789") || upper[w] >= needed && !lower[w]
	}
}

// contrasts are words of which a headline uses one to say that it is not about
// the others: at most four in each of at most sixteen groups.
var contrasts = [...][]string{
	{"training", "inference"},
	{"训练", "推理"},
	{"量化", "剪枝", "蒸馏"},
	{"quantiz", "prun", "distill"},
	{"cpu", "gpu", "npu"},
	{"android", "ios"},
	{"speech", "vision", "language"},
	{"内存", "功耗"},
	{"部署", "剪枝"},
	{"手机", "汽车", "电脑"},
	{"稀疏", "线性"},
	{"芯片", "模型"},
	{"语音", "视觉"},
	{"图像", "视频"},
	{"检测", "识别"},
}

// contrastsOf returns of every group which of its words a folded title holds, four
// bits a group.
func contrastsOf(title string) (bits uint64) {
	for i, group := range contrasts {
		for k, w := range group {
			if strings.Contains(title, w) {
				bits |= 1 << (4*i + k)
			}
		}
	}
	return bits
}

// contrasting reports whether two titles use different words of a group.
func contrasting(a, b uint64) bool {
	for ; a != 0 && b != 0; a, b = a>>4, b>>4 {
		if x, y := a&15, b&15; x != 0 && y != 0 && x&y == 0 {
			return true
		}
	}
	return false
}
