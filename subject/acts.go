package subject

import "regexp"

// act is a set of kinds of event.
type act uint16

const (
	launch act = 1 << iota // something new can be had: released, opened, produced
	deal                   // bought, merged
	money                  // funding, going public
	earnings
	review   // somebody tried it
	tutorial // somebody explains it
	rumour
	people // hired, fired
	price
)

// actWords are the words of headlines by kind of event, folded.
var actWords = []struct {
	kind act
	find *regexp.Regexp
}{
	{launch, regexp.MustCompile(`发布|推出|亮相|登场|来了|上市|量产|开售|开源|公布|官宣|流片|转正|获批|迎来|\bunveil|\blaunch|\bannounc|\bintroduc|\breleas|\bships?\b|\bavailable\b|\bofficial\b|\blands?\b|\bopens?\b|\bdetail(?:s|ed)?\b|\bis out\b|\barrives?\b|\bdebut`)},
	{deal, regexp.MustCompile(`收购|并购|买下|买了|入股|\bacqui|\bbuys?\b|\bto buy\b|\bbought\b|\bmerger\b|\bmerges? with\b`)},
	{money, regexp.MustCompile(`融资|募资|[abcde]\+?轮|配股|配售|定增|ipo|聆讯|上市申请|估值|领投|\braises? \$|\braises? [\d.]+|\bfunding\b|\bsecures?\b|\bround\b|\bvaluation`)},
	{earnings, regexp.MustCompile(`营收|财报|净利|季报|业绩|财季|\brevenue|\bearnings|\bquarter(?:ly)? (?:results|profit)`)},
	{review, regexp.MustCompile(`评测|实测|测评|上手(?:[^机]|$)|体验|跑分|对比|横评|\breview(?:ed|s)?\b|\bhands-on\b|\btested\b|\bbenchmark(?:ed|ing)\b`)},
	{tutorial, regexp.MustCompile(`教程|手把手|入门|源码|原理|拆解|笔记|详解|解析|解读|剖析|实战|为什么|为何|如何|指南|怎么|踩坑|\bhow to\b|\bhow we\b|\bwalkthrough|\bguide\b|\btutorial|\bfine-tuning\b|\bexplained\b|\bdeep dive\b|\bwhy\b`)},
	{rumour, regexp.MustCompile(`曝光|爆料|传闻|或将|消息称|\brumou?r|\bleak`)},
	{people, regexp.MustCompile(`招聘|裁员|离职|加盟|\blay ?offs?\b|\blays? off\b|\bhiring\b`)},
	{price, regexp.MustCompile(`降价|涨价|\bprice (?:cut|hike|rise)|\braises prices|\bprices\b`)},
}

// opinion matches the questions of discussion sites.
var opinion = regexp.MustCompile(`如何(?:看待|评价)|怎么(?:看|评价)|^what do you think`)

// actsOf returns the kinds of event that a folded title tells of.
func actsOf(title string) act {
	var a act
	if opinion.MatchString(title) {
		return tutorial // of what it discusses the title says that it was released
	}
	for _, w := range actWords {
		if w.find.MatchString(title) {
			a |= w.kind
		}
	}
	return a
}

// comment are the kinds that talk about what happened before.
const comment = review | tutorial | people | price | earnings

// opposed reports whether one title tells that something happened and the other
// only talks about it, or of something else that a company does.
func (a act) opposed(b act) bool {
	return a.clash(b) && (a&comment == a || b&comment == b)
}

// clash reports whether two titles tell of different kinds of event.
func (a act) clash(b act) bool { return a != 0 && b != 0 && a&b == 0 }
