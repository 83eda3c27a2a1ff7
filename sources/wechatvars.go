package sources

import (
	"bytes"
	"html"
	"strings"
)

// wechatVars are the constants that the scripts of a WeChat page declare:
// names as in the scripts; those of the object cgiDataNew are paths with dots.
// A name holds each value it was given, in order, without the empty ones.
type wechatVars map[string][]string

// maxValues bounds the values of one name: pictures are the most there are.
const maxValues = 100

// get returns the first value of the first name that has one.
func (v wechatVars) get(names ...string) string {
	for _, name := range names {
		if values := v[name]; len(values) > 0 {
			return values[0]
		}
	}
	return ""
}

// add keeps a value. The site escapes all of them for HTML, once.
func (v wechatVars) add(name, value string) {
	value = html.UnescapeString(value)
	if strings.TrimSpace(value) != "" && len(v[name]) < maxValues {
		v[name] = append(v[name], value)
	}
}

// isWanted lists the variables that are read, among the thousands of a page.
// The conversion in the switch costs no copy.
func isWanted(name []byte) bool {
	switch string(name) {
	case "biz", "mid", "idx", "sn", "appmsgid", "itemidx", "ct", "create_time", "createTime",
		"nickname", "msg_title", "msg_desc", "msg_cdn_url", "msg_source_url", "msg_link", "author",
		"item_show_type", "_copyright_stat", "copyright_stat", "reprint_url",
		"source_encode_biz", "source_biz", "source_mid", "source_idx", "transferTargetLink":
		return true
	}
	return false
}

// isWantedPath does the same for the object cgiDataNew.
func isWantedPath(path []byte) bool {
	switch string(path) {
	case "nick_name", "title", "desc", "content_noencode", "create_time", "cdn_url", "link", "source_url", "author",
		"ori_create_time", "create_timestamp", "bizuin", "mid", "idx", "sn", "item_show_type",
		"copyright_info.copyright_stat", "copyright_info.reprint_url", "copyright_info.platform",
		"copyright_info.source_biz", "copyright_info.source_encode_biz", "copyright_info.source_mid", "copyright_info.source_idx",
		"picture_page_info_list.cdn_url", "text_page_info.content", "text_page_info.content_noencode",
		"voice_in_appmsg.title", "video_page_infos.title", "video_page_info.title":
		return true
	}
	return false
}

// cgi is what the names of cgiDataNew begin with in wechatVars: they are not
// those of the variables.
const cgi = "cgi."

// readVars scans scripts once for the constants that are wanted.
func readVars(scripts [][]byte) wechatVars {
	v := wechatVars{}
	for _, script := range scripts {
		v.declared(script, "var ")
		v.declared(script, "window.")
		v.conditional(script)
	}
	return v
}

// declared reads NAME = constant behind each mark.
func (v wechatVars) declared(script []byte, mark string) {
	for {
		i := bytes.Index(script, []byte(mark))
		if i < 0 {
			return
		}
		before := byte('\n')
		if i > 0 {
			before = script[i-1]
		}
		script = script[i+len(mark):]
		n := 0
		for n < len(script) && isWord(script[n]) {
			n++
		}
		name := script[:n]
		object := string(name) == "cgiDataNew"
		if isWord(before) || before == '.' || !object && !isWanted(name) {
			continue
		}
		n += blanks(script[n:])
		if n+1 >= len(script) || script[n] != '=' || script[n+1] == '=' {
			continue
		}
		n++
		n += blanks(script[n:])
		if object {
			if n < len(script) && script[n] == '{' {
				n += v.object(script[n:])
			}
		} else if value, m, ok := jsValue(script[n:]); ok {
			v.add(string(name), value)
			n += m
		}
		script = script[n:]
	}
}

// conditional reads the templates of 2019 to 2023 for videos, recordings and
// pictures: d.title = xml ? getXmlValue('title.DATA') : 'constant';
func (v wechatVars) conditional(script []byte) {
	for {
		i := bytes.Index(script, []byte("getXmlValue("))
		if i < 0 {
			return
		}
		script = script[i+len("getXmlValue("):]
		key, n, ok := jsString(script[:min(len(script), 100)])
		if !ok {
			continue
		}
		rest := script[n:]
		n = blanks(rest)
		if n == len(rest) || rest[n] != ')' {
			continue
		}
		n++
		n += blanks(rest[n:])
		if n == len(rest) || rest[n] != ':' {
			continue
		}
		n++
		n += blanks(rest[n:])
		key = strings.TrimSuffix(key, ".DATA")
		if value, _, ok := jsValue(rest[n:]); ok && isWantedPath([]byte(key)) {
			v.add(cgi+key, value)
		}
	}
}

// object reads the constants of the object literal at the start of b, and
// returns how much of b it took. What is no constant is passed over; where the
// object is cut, what came before is kept.
func (v wechatVars) object(b []byte) int {
	r := objectReader{b: b, vars: v}
	r.value()
	return max(r.at, 1)
}

// maxDepth bounds the nesting of objects that are looked into.
const maxDepth = 32

type objectReader struct {
	b     []byte
	at    int
	path  []byte
	depth int
	vars  wechatVars
}

func (r *objectReader) peek() byte {
	r.at += blanks(r.b[r.at:])
	for bytes.HasPrefix(r.b[r.at:], []byte("//")) {
		i := bytes.IndexByte(r.b[r.at:], '\n')
		if i < 0 {
			i = len(r.b) - r.at
		}
		r.at += i
		r.at += blanks(r.b[r.at:])
	}
	if r.at >= len(r.b) {
		return 0
	}
	return r.b[r.at]
}

// value reads one value, and reports whether reading may go on.
func (r *objectReader) value() bool {
	switch c := r.peek(); {
	case c == 0 || c == ')' || c == ']' || c == '}':
		return false
	case c == '{' && r.depth < maxDepth:
		return r.members()
	case c == '[' && r.depth < maxDepth:
		return r.elements()
	}
	if isWantedPath(r.path) {
		value, n, ok := jsValue(r.b[r.at:])
		if ok {
			r.vars.add(cgi+string(r.path), value)
			r.at += n
		}
	}
	return r.pass()
}

func (r *objectReader) members() bool {
	r.at++
	r.depth++
	defer func() { r.depth-- }()
	for {
		switch r.peek() {
		case 0:
			return false
		case '}':
			r.at++
			return true
		case ',':
			r.at++
			continue
		}
		key, ok := r.key()
		if !ok || r.peek() != ':' {
			return false
		}
		r.at++
		length := len(r.path)
		if length > 0 {
			r.path = append(r.path, '.')
		}
		r.path = append(r.path, key...)
		ok = r.value()
		r.path = r.path[:length]
		if !ok {
			return false
		}
	}
}

func (r *objectReader) key() (string, bool) {
	if value, n, ok := jsString(r.b[r.at:]); ok {
		r.at += n
		return value[:min(len(value), 100)], true
	}
	from := r.at
	for r.at < len(r.b) && isWord(r.b[r.at]) {
		r.at++
	}
	return string(r.b[from:min(r.at, from+100)]), r.at > from
}

func (r *objectReader) elements() bool {
	r.at++
	r.depth++
	defer func() { r.depth-- }()
	for {
		switch r.peek() {
		case 0:
			return false
		case ']':
			r.at++
			return true
		case ',':
			r.at++
			continue
		}
		if !r.value() {
			return false
		}
	}
}

// pass goes to the end of an expression: the comma or bracket behind it.
func (r *objectReader) pass() bool {
	open := 0
	for r.at < len(r.b) {
		switch c := r.b[r.at]; c {
		case '\'', '"', '`':
			n := jsStringEnd(r.b[r.at:])
			if n < 0 {
				return false
			}
			r.at += n
			continue
		case '(', '[', '{':
			open++
		case ')', ']', '}':
			if open == 0 {
				return true
			}
			open--
		case ',':
			if open == 0 {
				return true
			}
		}
		r.at++
	}
	return false
}
