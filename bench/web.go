package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// web is what is read: feeds on many loopback addresses and one port.
type web struct {
	o       options
	port    int
	servers []*http.Server
	start   time.Time

	full, notModified atomic.Int64

	// rendered are the feeds as they are at first: written before anything is
	// measured, so that serving them costs next to nothing.
	rendered [][]byte
}

// renewal is how often a feed changes while serve is soaked.
const renewal = 30 * time.Second

func serveWeb(o options) (*web, error) {
	w := &web{o: o, start: time.Now()}
	if o.soak == 0 {
		for n := range o.feeds {
			w.rendered = append(w.rendered, w.rss(n, 0))
		}
	}
	for i := range o.hosts {
		l, err := net.Listen("tcp", net.JoinHostPort(hostIP(i), strconv.Itoa(w.port)))
		if err != nil {
			w.close()
			return nil, fmt.Errorf("serving the web to read: %w", err)
		}
		w.port = l.Addr().(*net.TCPAddr).Port // the first one picks it
		s := &http.Server{Handler: http.HandlerFunc(w.feed), ReadHeaderTimeout: time.Minute}
		w.servers = append(w.servers, s)
		go s.Serve(l)
	}
	return w, nil
}

func (w *web) close() {
	for _, s := range w.servers {
		s.Close()
	}
}

func hostIP(i int) string { return fmt.Sprintf("127.1.0.%d", i+1) }

// address of the i-th feed; feeds are dealt out to the hosts in turn.
func (w *web) address(i int) string {
	return fmt.Sprintf("http://%s:%d/%d.xml", hostIP(i%w.o.hosts), w.port, i)
}

// curlConfig lists the addresses for curl --config.
func (w *web) curlConfig() []byte {
	var b bytes.Buffer
	for i := range w.o.feeds {
		fmt.Fprintf(&b, "url = %q\noutput = /dev/null\n", w.address(i))
	}
	return b.Bytes()
}

// reset gives the answers since the last call.
func (w *web) reset() (full, notModified int) {
	return int(w.full.Swap(0)), int(w.notModified.Swap(0))
}

func (w *web) feed(rw http.ResponseWriter, r *http.Request) {
	time.Sleep(w.o.latency)
	n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, "/"), ".xml"))
	if err != nil || n < 0 {
		http.NotFound(rw, r) // robots.txt
		return
	}
	edition := 0
	if w.o.soak > 0 {
		// Not all at once: each feed has its own second.
		edition = int((time.Since(w.start) + time.Duration(n%30)*time.Second) / renewal)
	}
	tag := fmt.Sprintf(`"%d-%d"`, n, edition)
	rw.Header().Set("ETag", tag)
	if r.Header.Get("If-None-Match") == tag {
		w.notModified.Add(1)
		rw.WriteHeader(http.StatusNotModified)
		return
	}
	w.full.Add(1)
	rw.Header().Set("Content-Type", "application/rss+xml; charset=utf-8")
	if n < len(w.rendered) {
		rw.Write(w.rendered[n])
		return
	}
	rw.Write(w.rss(n, edition))
}

// rss writes a feed whose newest items differ by edition.
func (w *web) rss(n, edition int) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>测试公众号 %d</title><link>http://feed-%d.example/</link>`, n, n)
	published := time.Now().UTC().Truncate(24 * time.Hour)
	for i := range w.o.items {
		k := edition + i
		r := rand.New(rand.NewPCG(uint64(n), uint64(k)))
		fmt.Fprintf(&b, "<item><title>%s</title><link>http://feed-%d.example/post/%d</link>"+
			"<guid>http://feed-%d.example/post/%d</guid><pubDate>%s</pubDate><description>%s。%s。%s。%s。</description></item>",
			phrase(r, 7), n, k, n, k, published.Add(-time.Duration(i)*time.Hour).Format(time.RFC1123Z),
			phrase(r, 14), phrase(r, 12), phrase(r, 15), phrase(r, 13))
	}
	b.WriteString("</channel></rss>")
	return b.Bytes()
}

// phrase strings n words together: no sense, but the words of the subject, in
// an order that no other item has.
func phrase(r *rand.Rand, n int) string {
	var b strings.Builder
	for range n {
		b.WriteString(words[r.IntN(len(words))])
	}
	return b.String()
}

var words = strings.FieldsFunc(`ncnn|MNN|TVM|MobileNet|ResNet|YOLO|LLaMA|Qwen|Whisper|手机|开发板|编译器|量化|剪枝|蒸馏|稀疏|推理|训练|部署|延迟|功耗|
内存|缓存|算子|融合|循环|切分|向量|指令|芯片|加速器|摄像头|语音|检测|分割|翻译|模型|权重|激活|校准|精度|误差|数据集|论文|开源|发布|支持|修复|提升|降低|
一半|三倍|百分之|工程师|团队|实验|方法|结果|代码|仓库|版本|浏览器|汽车|机器人|手表|耳机|传感器|边缘|云端|离线|实时|批量|动态|静态|图|层|块|注意力|
卷积|矩阵|浮点|整数|低比特|混合|搜索|自动|调优|框架|接口|文档|教程|比赛|会议|入选| int4 | int8 | fp16 | DSP | NPU | GPU | CPU | RISC-V | Arm `, func(c rune) bool { return c == '|' || c == '\n' })
