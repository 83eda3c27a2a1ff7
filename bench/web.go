package main

import (
	"bytes"
	"fmt"
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
}

// renewal is how often a feed changes while serve is soaked.
const renewal = 30 * time.Second

func serveWeb(o options) (*web, error) {
	w := &web{o: o, start: time.Now()}
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
	if err != nil {
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
	rw.Write(w.rss(n, edition))
}

// rss writes a feed whose newest items differ by edition.
func (w *web) rss(n, edition int) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>测试公众号 %d</title><link>http://feed-%d.example/</link>`, n, n)
	published := time.Now().UTC().Truncate(24 * time.Hour)
	for i := range w.o.items {
		k := edition + i
		fmt.Fprintf(&b, "<item><title>第 %d-%d 篇：%s 在手机上的 int%d 量化推理</title><link>http://feed-%d.example/post/%d</link>"+
			"<guid>http://feed-%d.example/post/%d</guid><pubDate>%s</pubDate><description>%s</description></item>",
			n, k, names[(n+k)%len(names)], 2+k%7, n, k, n, k,
			published.Add(-time.Duration(i)*time.Hour).Format(time.RFC1123Z), strings.Repeat(sentences[(n*7+k)%len(sentences)], 3))
	}
	b.WriteString("</channel></rss>")
	return b.Bytes()
}

// What the feeds talk of: enough variety that items are no near-duplicates.
var (
	names     = []string{"ncnn", "MNN", "TNN", "TVM", "MobileNet", "ResNet", "YOLO", "BERT", "LLaMA", "Qwen", "Whisper", "SAM", "DeepSeek"}
	sentences = []string{
		"本文介绍了一种低比特量化方法，在不重新训练的情况下把模型压缩到原来的八分之一。",
		"作者在四款手机上测量了首字延迟和功耗，给出了完整的复现脚本。",
		"The runtime now fuses attention into one kernel and keeps the cache in int4.",
		"新的编译器会自动搜索循环切分方案，在树莓派上快了两倍。",
		"We prune whole channels by the change of the loss and fine-tune for one epoch.",
		"这块开发板带有每秒六万亿次运算的神经网络加速单元，价格不到三百元。",
		"知识蒸馏让小模型学到大模型的中间特征，精度只下降了零点三个百分点。",
		"A new release adds support for sparse weights on DSPs and fixes a crash on start.",
	}
)
