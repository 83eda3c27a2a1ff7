package rank

import (
	"bytes"
	"strings"

	"embai-crawl/item"
)

// cue is a sign of a section that is more than a word: how a title is built,
// what a text links to, which kinds of words meet in one title.
type cue int

const (
	cueRepoTitle      cue = iota // begins with owner/repo
	cuePaperTitle                // an arXiv number or venue with year
	cueLatinTitle                // hardly a Han character
	cueQuestion                  // asks
	cueLinksPaper                // links to a paper or two
	cueLinksRepo                 // links to a repository or two
	cueLinksMany                 // links to many: a survey
	cueNoLinks                   // has a text that links to neither
	cueLongTitle                 // of more than 30 characters
	cueColon                     // name: explanation
	cueVersion                   // a version number in the title
	cueSoftware                  // software that is published
	cueHardware                  // hardware that is published
	cueLesson                    // something that is explained, nothing that is published
	cueMethod                    // the text tells of a method that somebody proposes
	cueOpenCode                  // the text tells of open code, and of no hardware
	cueAffairs                   // a company's affairs
	cueSurvey                    // a survey that links to a paper
	cueSeries                    // one part of several: （一）, (上)
	cueNamed                     // begins with a Latin name and a colon
	cueProposed                  // a method by its name: 基于…的…, …方法, …网络
	cueDated                     // the text begins with a day of the calendar, or with "lately"
	cueTeaches                   // the text says that it explains
	cueNewMethod                 // the text says that somebody proposes something
	cueMoney                     // sums of money, quantities of goods
	cueSpoken                    // somebody says, announces, has heard
	cueTool                      // the text says what a tool is
	cueMeasured                  // somebody has measured something other than hardware
	cueNewsAccount               // the account's name is that of a news site
	cuePaperAccount              // of one that tells of papers
	cueProjectAccount            // of a project
	cueBlogAccount               // of engineers who explain
	cues
)

// cueSet says which cues an item has.
type cueSet [cues]bool

// Words that meet in cues. Each list is a group beside those of the lexicon.
var cueWords = []group{
	{"publishes", `开源 发布 推出 上线 更新 升级 新版 正式版 release released releases 来了 问世 首发 登场 亮相 曝光 官宣 宣布 新增 支持 announces announcing introducing`},
	{"explains", `详解 解析 解读 剖析 浅谈 浅析 漫谈 教程 入门 指南 实践 实战 笔记 手把手 从零 原理 思考 总结 概述 简介 系列 一文 学习 基础 如何 为什么 什么是 怎么 实现 优化方法 经验 讲解 分析 介绍 理解 踩坑 手写 手撸 调优 排查 复盘 实录 how_to tutorial guide introduction`},
	{"software", `框架 引擎 工具 工具包 工具箱 平台 库 编译器 算法库 代码 模型 数据集 sdk api ncnn mnn tnn mace tengine paddle paddlelite 飞桨 tensorflow pytorch mxnet tvm onnx opencv opencl vulkan megengine 天元 mindspore oneflow jittor keras caffe openvino
		tensorrt mediapipe ggml llama_cpp vllm runtime lib kit slim lite toolkit tflite libtorch openmp cuda mlir llvm gcc python julia xnnpack coreml webnn 操作系统 系统 软件 插件 程序`},
	{"hardware", `芯片 处理器 骁龙 麒麟 天玑 联发科 高通 显卡 手机 soc cpu gpu npu mcu fpga asic 开发板 树莓派 jetson 工艺 制程 5nm 7nm 3nm 核心 服务器 平板 笔记本 超算 加速卡 摄像头 模组 内存 晶圆 基带 指令集`},
	{"proposes", `论文 提出 该方法 本方法 本文提出 文中 研究人员 研究者 实验表明 实验结果 实验证明 arxiv imagenet 该网络 该算法 被接收 收录 cvpr eccv iccv neurips nips iclr icml aaai`},
	{"open code", `github gitee 开源 已开源 代码地址 项目地址 源码地址 源码 开源地址`},
	{"affairs", `收购 融资 上市 诉讼 制裁 禁令 裁员 投资 估值 辞职 离职 加盟 ceo 财报 营收 市值 出货 份额 涨价 缺货 合作 成立 首席 副总裁 创始人 亿美元 亿元 断供 起诉`},
	{"methods", `基于 提出 方法 网络 算法 等人 新作 新工作 最新研究 最新成果 论文 剪枝 量化方法 蒸馏 搜索 检测器 分割 sota 准确率 精度 超越 优于 碾压 吊打 效果 参数量 计算量 cvpr2019 cvpr2020 iccv2019 iclr2020 eccv2020 oral`},
	{"dates", `近日 日前 今日 昨日 日消息`},
	{"teaches", `本文将 本文主要 本文介绍 本文从 本文以 本文讲 本文通过 本文会 本文分享 本文是 本文就 本文对 本文首先 本文为 本文描述 本文结合 本文总结 本文分析 本篇 这篇文章 在这篇 笔者 我们来 干货 小白 初学`},
	{"new methods", `论文 本文提出 作者提出 文章提出 研究者提出 研究人员提出 团队提出 等人提出 提出一种 提出了一种 提出一个 提出了一个 该方法 本方法 该研究 这项研究 该工作 这项工作`},
	{"money", `亿美元 亿美金 亿元 亿人民币 亿英镑 亿欧元 万美元 万美金 万元 万人民币 万台 亿台 万颗 亿颗 万片 万部 亿部`},
	{"spoken", `表示 透露 据悉 据报道 据了解 据外媒 据消息 消息称 报道称 宣布 宣称`},
	{"tools", `是一个 是一款 是一套 一行代码 行代码 pip 是基于 轻量级框架 提供了 开箱即用 支持多种 支持多平台 跨平台 命令行工具 支持的平台 支持的模型`},
	{"surveys", `综述 survey review 汇总 盘点 大全 各方向`},
}

// Places of the cue words' groups.
const (
	publishes = iota
	explains
	software
	hardware
	proposes
	openCode
	affairs
	methods
	dated
	teaches
	newMethods
	money
	spoken
	tools
	surveys
)

// outline is what cues need to know of an item besides its words.
type outline struct {
	title         string
	venue, body   bool
	papers, repos int
}

func outlineOf(it *item.Item) outline {
	o := outline{title: head(it.Title, titleBytes), venue: it.Venue != "" || paperPage(it.URL), body: it.Text != "" || it.Summary != ""}
	o.papers, o.repos = linked(it)
	return o
}

// titleAlone is the outline of an item of which only the title is known.
func (o outline) titleAlone() outline { return outline{title: o.title, venue: o.venue} }

// cuesOf finds the cues of what f has read last.
func (f *features) cuesOf(o outline) cueSet {
	var c cueSet
	base := len(lexicon) + len(sectionCues)
	title := func(g int) bool { return f.count[0][base+g] > 0 }
	body := func(g int) bool { return f.count[1][base+g] > 0 }
	han, latin, colon := 0, 0, false
	for _, r := range o.title {
		switch {
		case isHan(r):
			han++
		case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z':
			latin++
		case r == ':' || r == '：':
			colon = true
		case r == '?' || r == '？':
			c[cueQuestion] = true
		}
	}
	name, rest, _ := strings.Cut(strings.TrimSpace(o.title), "/")
	c[cueRepoTitle] = rest != "" && isName(name) && isName(rest[:1])
	c[cuePaperTitle] = o.venue || f.venueInTitle()
	c[cueLatinTitle] = latin > 4*han
	c[cueColon] = colon
	c[cueLongTitle] = han+latin/2 > 30
	c[cueVersion] = versionIn(o.title)
	c[cueHardware] = title(publishes) && !title(explains) && title(hardware)
	c[cueSoftware] = title(publishes) && !title(explains) && !title(hardware) && title(software)
	c[cueLesson] = title(explains) && !title(publishes)
	c[cueAffairs] = title(affairs)
	c[cueMethod] = body(proposes)
	c[cueOpenCode] = body(openCode) && !title(hardware)
	c[cueLinksPaper] = o.papers > 0 && o.papers < 3
	c[cueLinksRepo] = o.repos > 0 && o.repos < 3
	c[cueLinksMany] = o.papers+o.repos > 4
	c[cueNoLinks] = o.papers+o.repos == 0 && o.body
	c[cueSeries] = partOfSeries(o.title)
	c[cueNamed] = latinName(o.title)
	c[cueProposed] = title(methods) && !title(explains)
	c[cueSurvey] = title(surveys) && o.papers > 0
	c[cueDated] = body(dated) || f.dayInBody()
	c[cueTeaches] = body(teaches)
	c[cueNewMethod] = body(newMethods)
	c[cueMoney] = title(money) || body(money)
	c[cueSpoken] = body(spoken)
	c[cueTool] = body(tools)
	c[cueMeasured] = bytes.Contains(f.words.text[:f.body], []byte("实测")) && !title(hardware)
	return c
}

// dayInBody reports whether a day of the calendar stands at the beginning of
// the body that was read last, as in 1月17日.
func (f *features) dayInBody() bool {
	body := f.words.text[f.body:]
	body = body[:min(len(body), 240)]
	for at := 0; ; {
		i := bytes.Index(body[at:], []byte("月"))
		if i < 0 {
			return false
		}
		at += i
		next := at + len("月")
		if at > 0 && digit(body[at-1]) && next < len(body) && digit(body[next]) {
			return true
		}
		at = next
	}
}

// partOfSeries reports whether a number or 上中下 stands in brackets.
func partOfSeries(title string) bool {
	in := false
	for _, r := range title {
		switch {
		case r == '(' || r == '（':
			in = true
		case in && (r >= '1' && r <= '9' || strings.ContainsRune("一二三四五六七八九十上中下", r)):
		case in && (r == ')' || r == '）'):
			return true
		default:
			in = false
		}
	}
	return false
}

// latinName reports whether the title begins with a Latin name and a colon,
// as those of papers and tools do.
func latinName(title string) bool {
	name, _, ok := strings.Cut(strings.Replace(title, "：", ":", 1), ":")
	name = strings.TrimSpace(name)
	return ok && len(name) > 2 && len(name) < 30 && isName(strings.ReplaceAll(name, " ", "-"))
}

// cuePrior is what is known of the cues before any archive: how much each
// speaks for news, paper, project and blog.
var cuePrior = [cues]sections4{
	cueRepoTitle:  {0, 0, 2, 0},
	cuePaperTitle: {0, 2, 0, 0},
	cueQuestion:   {0.3, -0.3, -0.5, 0.5},
	cueLinksPaper: {-0.5, 1.5, 0, 0},
	cueLinksRepo:  {-0.5, 0, 1.2, 0},
	cueVersion:    {0, 0, 1, 0},
	cueSoftware:   {0, 0, 1.2, -0.5},
	cueHardware:   {1.2, -0.5, -0.3, -0.5},
	cueLesson:     {-0.5, -0.3, -0.3, 1},
	cueMethod:     {-0.3, 1, 0, 0},
	cueOpenCode:   {0, 0, 0.7, 0},
	cueAffairs:    {1.5, -0.5, -0.5, -0.5},
	cueSurvey:     {-0.5, 1, -0.5, 0.5},
	cueSeries:     {-1, -0.5, -0.5, 1},
	cueNamed:      {-0.3, 0.5, 0.3, 0},
	cueProposed:   {-0.5, 1, 0, 0},
	cueDated:      {0.7, -0.2, -0.1, -0.4},
	cueTeaches:    {-0.7, -0.2, -0.3, 0.8},
	cueNewMethod:  {-0.5, 0.8, -0.2, -0.1},
	cueMoney:      {0.8, -0.5, -0.3, -0.3},
	cueSpoken:     {0.6, -0.3, -0.2, -0.3},
	cueTool:       {-0.4, -0.4, 0.7, 0.1},
	cueMeasured:   {-0.3, -0.2, -0.2, 0.7},

	cueNewsAccount:    {1, -0.5, -0.3, -0.3},
	cuePaperAccount:   {-0.3, 0.7, -0.2, 0},
	cueProjectAccount: {-0.2, -0.3, 0.8, 0.2},
	cueBlogAccount:    {-0.5, 0, -0.1, 0.7},
}

// isName reports whether s could be the name of an account or repository.
func isName(s string) bool {
	for i := range len(s) {
		c := s[i]
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.') {
			return false
		}
	}
	return s != ""
}

// venues are the conferences that stand with a year in titles of papers.
var venues = map[string]bool{
	"cvpr": true, "iccv": true, "eccv": true, "nips": true, "neurips": true, "iclr": true, "icml": true, "aaai": true, "ijcai": true, "acl": true, "emnlp": true, "naacl": true, "interspeech": true, "icassp": true, "isscc": true, "mlsys": true, "sysml": true,
	"wacv": true, "bmvc": true, "miccai": true, "kdd": true, "asplos": true, "isca": true, "micro": true, "hpca": true, "osdi": true, "dac": true, "acmmm": true, "sosp": true, "mobicom": true, "mobisys": true,
}

// venueInTitle looks for a venue in the title that was read last: cvpr2019,
// CVPR 2019 or CVPR.
func (f *features) venueInTitle() bool {
	for _, t := range f.words.tokens {
		if t.start >= f.body {
			break
		}
		if w := f.words.bytes(t); !t.han && len(w) <= 16 && venues[strings.TrimRight(string(w), "0123456789")] {
			return true
		}
	}
	return false
}

// versionIn reports whether a number with a point stands in s that is not a
// share or multiple: 1.0, v0.5.0, 4.3.
func versionIn(s string) bool {
	for i := 1; i+1 < len(s); i++ {
		if s[i] != '.' || !digit(s[i-1]) || !digit(s[i+1]) {
			continue
		}
		end := i + 1
		for end < len(s) && (digit(s[end]) || s[end] == '.') {
			end++
		}
		rest := s[end:]
		if strings.HasPrefix(rest, "%") || strings.HasPrefix(rest, "倍") || strings.HasPrefix(rest, "亿") || strings.HasPrefix(rest, "x") || strings.HasPrefix(rest, "GHz") || end-i > 4 && !strings.Contains(s[i+1:end], ".") {
			continue
		}
		return true
	}
	return false
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// linked counts the papers and repositories that an item names or links to.
func linked(it *item.Item) (papers, repos int) {
	if len(it.Refs) == 0 && len(it.Links) == 0 {
		return 0, 0
	}
	seen := map[item.ID]bool{}
	count := func(id item.ID) {
		if seen[id] || len(seen) > 50 {
			return
		}
		seen[id] = true
		switch id.Scheme() {
		case "arxiv", "doi":
			papers++
		case "github":
			repos++
		}
	}
	for _, r := range it.Refs {
		count(r.ID)
	}
	for i, l := range it.Links {
		if i == 100 {
			break
		}
		if id, ok := item.Identify(l); ok {
			count(id)
		}
	}
	return papers, repos
}

// ruleSection is the section by rule, for a model without an archive.
func (f *features) ruleSection(k kind, c cueSet) item.Section {
	has := func(name string) bool {
		for _, n := range f.touched {
			if n < int32(len(lexicon)) && lexicon[n].name == name && f.count[0][n] > 0 {
				return true
			}
		}
		return false
	}
	switch {
	case k == kindPaper, c[cuePaperTitle]:
		return item.SectionPaper
	case k == kindProject, c[cueRepoTitle]:
		return item.SectionProject
	case c[cueAffairs], has("fab"):
		return item.SectionNews
	case c[cueLinksPaper] && (c[cueSurvey] || !c[cueLesson]):
		return item.SectionPaper
	case c[cueLesson], c[cueMeasured], has("howto"):
		return item.SectionBlog
	case c[cueSoftware], c[cueLinksRepo] && !c[cueLinksPaper]:
		return item.SectionProject
	case has("mobile chips"), has("ai chips"), has("benchmark"), c[cueHardware]:
		return item.SectionNews
	case c[cueMethod] || has("compression") || has("quantization") || has("pruning") || has("distillation") || has("architecture search"):
		return item.SectionPaper
	}
	return item.SectionBlog
}
