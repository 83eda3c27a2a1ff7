package sources

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestJSValue(t *testing.T) {
	tests := []struct {
		in, want string
		ok       bool
	}{
		{`"abc";`, "abc", true},
		{`'it\'s';`, "it's", true},
		{`"" || 'X' || "";`, "X", true},
		{`"" ||""|| "2247484727";`, "2247484727", true},
		{`"" || "" || "";`, "", true},
		{`'10' * 1,`, "10", true},
		{`"" * 1 || 0;`, "0", true},
		{`1581517074;`, "1581517074", true},
		{`158`, "", false}, // may be cut
		{`'标题'.html(false);`, "标题", true},
		{`htmlDecode("左岸");`, "左岸", true},
		{`JsDecode('a\x26amp;b\x0ac'),`, "a&amp;b\nc", true},
		{`JsDecode('\\x3cp\\x3e'),`, "<p>", true},
		{`JsDecode( 'x' )`, "x", true},
		{`JsDecode('x'`, "", false},
		{`"cut`, "", false},
		{"'line\nend'", "", false},
		{`"中\u6587 \uD83D\uDE80 \uD83D \u{1F680} \u00"`, "中文 🚀 \ufffd 🚀 u00", true},
		{`'\x5c\x22\/\q\n'`, "\\\"/q\n", true},
		{`et(r,G);`, "", false},
		{`function ct() {}`, "", false},
		{`window.biz`, "", false},
		{`{a: 1}`, "", false},
		{`"" || location.href`, "", true},
		{``, "", false},
	}
	for _, tt := range tests {
		got, n, ok := jsValue([]byte(tt.in))
		if got != tt.want || ok != tt.ok {
			t.Errorf("jsValue(%q) = %q, %v, want %q, %v", tt.in, got, ok, tt.want, tt.ok)
		}
		if n > len(tt.in) {
			t.Errorf("jsValue(%q) takes %d bytes", tt.in, n)
		}
	}
}

func TestVarsTakesTheFirstConstant(t *testing.T) {
	v := readVars([][]byte{[]byte(`
		!function(t){var ct=et(r,G);return D}();
		var mybiz = "no", biz2 = "no"; a.var biz = "no";
		var biz = "" || "";
		var biz = "" || "MzA5MDAwMDAwMQ==" || "";
		var biz = "Second==";
		// var idx = "7"
		window.item_show_type = '8' || '';
		window.cgiDataNew = {
			a: [1, {title: 'inner', b: "}"}], // comment, with 'quotes
			title: JsDecode('outer \x26amp; more'),
			nested: { title: 'deep' }, 'nick_name': "n\x0ame",
			copyright_info: { copyright_stat: '2' * 1, },
			fn: get({title: 'argument'}), mid: '42' * 1,
			picture_page_info_list: [{cdn_url: 'one', w: {cdn_url: 'no'}}, {cdn_url: 'two'}],
			sn: 'cut`)})
	for name, want := range map[string]string{
		"ct": "", "biz": "MzA5MDAwMDAwMQ==", "item_show_type": "8",
		"cgi.title": "outer & more", "cgi.nick_name": "n\nme", "cgi.mid": "42", "cgi.sn": "",
		"cgi.copyright_info.copyright_stat": "2", "cgi.picture_page_info_list.cdn_url": "one",
	} {
		if got := v.get(name); got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
	if got := strings.Join(v["cgi.picture_page_info_list.cdn_url"], " "); got != "one two" {
		t.Errorf("pictures %q", got)
	}
}

func TestSplit(t *testing.T) {
	tests := []struct{ in, markup, scripts string }{
		{`a<script>x<!-- </b></script>b`, "ab", "x<!-- </b>"},
		{`a<SCRIPT src=x></SCRIPT ><Style>p{}</style>b`, "ab", ""},
		{`a<!--[if lt IE 9]><script>no</script><![endif]-->b<!-->c`, "abc", ""},
		{`<p title="<script>">a</p><p x='>'>b`, `<p title="<script>">a</p><p x='>'>b`, ""},
		{`1 < 2 <script>x</script>`, "1 < 2 ", "x"},
		{`a<script>cut`, "a", "cut"},
		{`a<p cut`, "a", ""},
	}
	for _, tt := range tests {
		s := split([]byte(tt.in))
		if got := string(bytes.Join(s.markup, nil)); got != tt.markup {
			t.Errorf("split(%q): markup %q, want %q", tt.in, got, tt.markup)
		}
		if got := string(bytes.Join(s.scripts, []byte("|"))); got != tt.scripts {
			t.Errorf("split(%q): scripts %q, want %q", tt.in, got, tt.scripts)
		}
	}
}

func FuzzJSString(f *testing.F) {
	for _, s := range []string{`'\x26amp;' || "b"`, `JsDecode('\\x3c\u{41}\uD83D\uDE80')`, "`a\nb`", `"\`, `'' * 1 || 0`, `{a:[{b:'}'}],title:'x'}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		value, n, _ := jsValue(b)
		if n < 0 || n > len(b) || !utf8.ValidString(value) {
			t.Errorf("jsValue(%q) = %q, %d", b, value, n)
		}
		if value, n, ok := jsString(b); ok && (n < 2 || n > len(b) || !utf8.ValidString(value)) {
			t.Errorf("jsString(%q) = %q, %d", b, value, n)
		}
		v := wechatVars{}
		if n := v.object(append([]byte("{"), b...)); n < 1 || n > len(b)+1 {
			t.Errorf("object takes %d of %d bytes", n, len(b)+1)
		}
		readVars([][]byte{b})
		s := split(b)
		total := 0
		for _, part := range append(s.markup, s.scripts...) {
			total += len(part)
		}
		if total > len(b) {
			t.Errorf("split makes %d bytes of %d", total, len(b))
		}
	})
}
