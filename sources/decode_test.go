package sources

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

func encode(t testing.TB, enc encoding.Encoding, s string) []byte {
	t.Helper()
	b, err := enc.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatalf("encoding %q: %v", s, err)
	}
	return b
}

const (
	simplified  = "端侧大模型的低比特量化：在手机上只用四位整数，推理速度提高了三倍，精度几乎没有损失。"
	traditional = "端側大模型的低位元量化：在手機上只用四位整數，推理速度提高了三倍，精度幾乎沒有損失。"
	japaneseTxt = "スマートフォンで大規模言語モデルを動かすための量子化について、実験の結果をまとめました。"
	koreanTxt   = "스마트폰에서 대규모 언어 모델을 실행하기 위한 양자화 방법을 소개하고 그 결과를 정리한다."
	russian     = "Квантование нейронных сетей для мобильных устройств: обзор методов и результаты измерений."
	thai        = "การบีบอัดโมเดลสำหรับอุปกรณ์พกพาและผลการทดลองที่ได้จากการวัดจริง"
	french      = "Quantification à bits réduits : l’été dernier, les modèles embarqués ont déjà été améliorés."
)

func TestDecode(t *testing.T) {
	gbk, big5 := simplifiedchinese.GBK, traditionalchinese.Big5
	utf16le := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	utf16be := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	xml := func(name string) string { return `<?xml version="1.0" encoding="` + name + `"?><t>` }
	tests := []struct {
		name        string
		enc         encoding.Encoding
		head, text  string
		contentType string
		want        string
	}{
		{"utf-8 by content", encoding.Nop, "<t>", simplified, "", "utf-8"},
		{"utf-8 with a mark", encoding.Nop, "\ufeff<t>", simplified, "text/xml; charset=gbk", "utf-8"},
		{"utf-8 that claims gbk", encoding.Nop, xml("gbk"), simplified, "", "utf-8"},
		{"utf-8 that a header calls latin-1", encoding.Nop, xml("UTF-8"), simplified, "text/xml; charset=ISO-8859-1", "utf-8"},
		{"ascii that claims utf-16", encoding.Nop, xml("UTF-16"), "ncnn", "", "utf-8"},
		{"gbk by its header", gbk, "<t>", simplified, "text/xml; charset=GBK", "gb18030"},
		{"gbk by a broken header", gbk, "<t>", simplified, `text/xml; charset="gb2312`, "gb18030"},
		{"gb2312 by its declaration", gbk, xml("gb2312"), simplified, "", "gb18030"},
		{"declaration with spaces", gbk, `<?xml version='1.0' encoding = 'GB2312' ?><t>`, simplified, "", "gb18030"},
		{"gb18030 by <meta>", simplifiedchinese.GB18030, `<html><META http-equiv="Content-Type" content="text/html; charset=gb18030">`, simplified + "𠮷", "", "gb18030"},
		{"gbk by a short <meta>", gbk, `<html><head><meta charset=gbk>`, simplified, "text/html", "gb18030"},
		{"gbk that claims utf-8", gbk, xml("utf-8"), simplified, "text/xml; charset=utf-8", "gb18030"},
		{"gbk that claims latin-1", gbk, xml("iso-8859-1"), simplified, "", "gb18030"},
		{"gbk that nothing tells of", gbk, "<t>", simplified, "", "gb18030"},
		{"gbk under the default of a server", gbk, xml("gb2312"), simplified, "text/xml; charset=iso-8859-1", "gb18030"},
		{"big5 by its declaration", big5, xml("Big5"), traditional, "", "big5"},
		{"big5 that nothing tells of", big5, "<t>", traditional, "", "big5"},
		{"big5 that claims gb2312", big5, xml("gb2312"), traditional, "", "big5"},
		{"utf-16 with a mark", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), xml("utf-16"), simplified, "", "utf-16le"},
		{"utf-16 without a mark", utf16le, xml("utf-16"), simplified, "", "utf-16le"},
		{"utf-16, high byte first", utf16be, xml("utf-8"), simplified, "", "utf-16be"},
		{"utf-32 without a mark", utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), xml("utf-32"), simplified, "", "utf-32be"},
		{"utf-32 with a mark", utf32.UTF32(utf32.LittleEndian, utf32.UseBOM), xml("utf-32"), simplified, "", "utf-32le"},
		{"shift-jis by its declaration", japanese.ShiftJIS, xml("Shift_JIS"), japaneseTxt, "", "shift_jis"},
		{"shift-jis that nothing tells of", japanese.ShiftJIS, "<t>", japaneseTxt, "", "shift_jis"},
		{"euc-jp that nothing tells of", japanese.EUCJP, "<t>", japaneseTxt, "", "euc-jp"},
		{"iso-2022-jp", japanese.ISO2022JP, xml("iso-2022-jp"), japaneseTxt, "", "iso-2022-jp"},
		{"euc-kr that nothing tells of", korean.EUCKR, "<t>", koreanTxt, "", "euc-kr"},
		{"windows-1251 that nothing tells of", charmap.Windows1251, "<t>", russian, "", "windows-1251"},
		{"koi8-r that nothing tells of", charmap.KOI8R, "<t>", russian, "", "koi8-r"},
		{"windows-874 that nothing tells of", charmap.Windows874, "<t>", thai, "", "windows-874"},
		{"windows-1252 that nothing tells of", charmap.Windows1252, "<t>", french, "", "windows-1252"},
		{"windows-1252 that claims utf-8", charmap.Windows1252, xml("utf-8"), french, "", "windows-1252"},
		{"iso-8859-2 by its declaration", charmap.ISO8859_2, xml("iso-8859-2"), "Łódź źródło", "", "iso-8859-2"},
		{"an unknown name", encoding.Nop, xml("klingon-8"), simplified, "", "utf-8"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			body := encode(t, tt.enc, tt.head+tt.text+"</t>")
			got, name := Decode(body, tt.contentType)
			if name != tt.want || !strings.Contains(got, tt.text) {
				t.Errorf("Decode: %s, %q; want %s, %q", name, got, tt.want, tt.text)
			}
		})
	}
}

// One byte that makes no sense costs the character that it belonged to.
func TestDecodeBadByte(t *testing.T) {
	half := len("端侧大模型")
	for name, enc := range map[string]encoding.Encoding{"utf-8": encoding.Nop, "gb18030": simplifiedchinese.GBK} {
		body := encode(t, enc, simplified[:half])
		body = append(body, 0xff)
		body = append(body, encode(t, enc, simplified[half:])...)
		text, got := Decode(body, "text/xml; charset="+name)
		if got != name {
			t.Errorf("%s with a bad byte is read as %s", name, got)
		}
		if want := simplified[:half] + "\ufffd" + simplified[half:]; text != want {
			t.Errorf("%s: %q, want %q", name, text, want)
		}
	}
	cut := []byte(simplified)[:len(simplified)-1]
	if text, name := Decode(cut, ""); name != "utf-8" || !strings.HasPrefix(text, simplified[:half]) {
		t.Errorf("cut within the last character: %s, %q", name, text)
	}
}

// A sentence of each length up to that of a headline is told apart, alone.
func TestDecodeShort(t *testing.T) {
	for _, headline := range []string{
		"手机上的大模型", "模型量化的方法", "开源的推理框架", "国产芯片的新进展，性能提升三倍", "这个模型在端侧跑起来了",
	} {
		if text, name := Decode(encode(t, simplifiedchinese.GBK, "<title>"+headline+"</title>"), ""); !strings.Contains(text, headline) {
			t.Errorf("%s: read as %s: %q", headline, name, text)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(simplified), "text/xml; charset=gbk")
	f.Add(encode(f, simplifiedchinese.GBK, simplified), "")
	f.Add(encode(f, traditionalchinese.Big5, traditional), "text/html; charset=big5")
	f.Add(encode(f, japanese.ShiftJIS, japaneseTxt), "")
	f.Add([]byte("\xff\xfe<\x00a\x00>\x00\xd8"), "")
	f.Add([]byte("<\x00?\x00x\x00m\x00l\x00>\x00"), "x; charset=utf-32")
	f.Add([]byte("<?xml encoding='iso-2022-jp'?>\x1b$B%9\x1b(B"), "")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		text, name := Decode(body, contentType)
		if !utf8.ValidString(text) {
			t.Fatalf("%s: not UTF-8: %q", name, text)
		}
		if len(text) > 3*len(body)+16 {
			t.Fatalf("%s: %d bytes became %d", name, len(body), len(text))
		}
		if utf8.Valid(body) && name == charsetUTF8 && len(body) > 0 && strings.TrimPrefix(string(body), "\ufeff") != text {
			t.Fatalf("UTF-8 was changed: %q, %q", body, text)
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	for name, body := range map[string][]byte{
		"utf-8": []byte(strings.Repeat(simplified, 1000)),
		"gbk":   encode(b, simplifiedchinese.GBK, strings.Repeat(simplified, 1000)),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				Decode(body, "")
			}
		})
	}
}
