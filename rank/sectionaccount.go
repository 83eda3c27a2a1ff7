package rank

import "strings"

// accountWords are parts of names by which accounts and sites of this field
// tell what they mostly publish: an account that no past issue names is still
// known as a news site or as somebody's technical blog.
var accountWords = [...]struct {
	cue   cue
	parts string
}{
	{cueNewsAccount, `芯 半导体 电子 手机 安兔兔 快科技 之家 数码 科技美学 eetop eet 评测 财经 新闻 新浪 腾讯科技 网易科技 搜狐 凤凰 澎湃 36氪 虎嗅 钛媒体 雷科技 极客公园 爱范儿 雷锋网 cnbeta ithome 观察 产业 集微 eeworld 中国 三易 电脑 driver anandtech 智东西 物联网 qualcomm 高通 mediatek 联发科 arm 驱动`},
	{cuePaperAccount, `paper 论文 学术 cver 计算机视觉 cvpr 视觉 极市 研究院 ai科技评论 专知 实验室 nlp arxiv 机器学习算法`},
	{cueProjectAccount, `tensorflow pytorch mindspore paddle 飞桨 oneflow mxnet github tengine open_ai_lab openailab opencv 开源 megengine ncnn onnx`},
	{cueBlogAccount, `知乎 zhihu csdn 博客 blog 技术 工程 团队 极客 程序 代码 架构 infoq stronger 笔记 个人 简书 掘金 segmentfault cnblogs 博客园 嵌入式 编程 开发 学习 neuraltalk giantpanda medium`},
}

// mark sets the cues that an account gives by its name, in the form of accountKey.
func (c *cueSet) mark(account string) {
	if account == "" {
		return
	}
	for _, w := range accountWords {
		for part := range strings.FieldsSeq(w.parts) {
			if strings.Contains(account, strings.ReplaceAll(part, "_", " ")) {
				c[w.cue] = true
				break
			}
		}
	}
}
