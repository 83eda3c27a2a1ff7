package sources

import (
	"strings"
	"testing"
	"time"
)

func TestDate(t *testing.T) {
	utc := dateReader{zone: time.UTC, cst: beijing}
	china := dateReader{zone: beijing, cst: beijing}
	american := dateReader{zone: time.UTC, cst: time.FixedZone("", -6*3600)}
	tests := []struct {
		reader dateReader
		in     string
		want   string // RFC 3339 in UTC; empty: unknown
	}{
		// RFC 822 and what is sent in its place.
		{utc, "Mon, 02 Nov 2026 08:31:05 GMT", "2026-11-02T08:31:05Z"},
		{utc, "Mon, 02 Nov 2026 08:31:05 +0800", "2026-11-02T00:31:05Z"},
		{utc, "Mon, 2 Nov 26 08:31 EST", "2026-11-02T13:31:00Z"},
		{utc, "Mon,02 November 2026 08:31:05 PDT", "2026-11-02T15:31:05Z"},
		{utc, "Mon, 02 Nov 2026 08:31:05 -0730", "2026-11-02T16:01:05Z"},
		{utc, "2 Nov 2026", "2026-11-02T00:00:00Z"},
		{utc, "Monday, November 2nd, 2026 8:31 PM", "2026-11-02T20:31:00Z"},
		{utc, "Nov 2, 2026, 12:05 AM", "2026-11-02T00:05:00Z"},
		{utc, "Sept 2, 2026", "2026-09-02T00:00:00Z"},
		{utc, "Tues, 3-Nov-2026 08:31:05 CEST", "2026-11-03T06:31:05Z"},
		{utc, "Sun, 31 Dec 2026 23:59:60 GMT", "2027-01-01T00:00:00Z"},
		{utc, "Sun, 1 Nov 2026 24:00:00 GMT", "2026-11-02T00:00:00Z"},
		// CST is China's, but for an American source.
		{utc, "Mon, 02 Nov 2026 08:31:05 CST", "2026-11-02T00:31:05Z"},
		{american, "Mon, 02 Nov 2026 08:31:05 CST", "2026-11-02T14:31:05Z"},
		{american, "Mon, 02 Nov 2026 08:31:05 +0800 (CST)", "2026-11-02T00:31:05Z"},
		// ISO 8601 and what is sent in its place.
		{utc, "2026-11-02T08:31:05Z", "2026-11-02T08:31:05Z"},
		{utc, "2026-11-02T08:31:05.25+08:00", "2026-11-02T00:31:05Z"},
		{utc, "2026-11-02T08:31:05+0800", "2026-11-02T00:31:05Z"},
		{utc, "2026-11-02T08:31+08", "2026-11-02T00:31:00Z"},
		{utc, "2026-11-02T083105Z", "2026-11-02T08:31:05Z"},
		{utc, "2026-11-02 08:31:05 -08:00", "2026-11-02T16:31:05Z"},
		{utc, "2026-11-02 08:31:05 −08:00", "2026-11-02T16:31:05Z"},
		{utc, "2026-11-02 08:31:05.123456 +0800 CST m=+0.1", "2026-11-02T00:31:05Z"},
		{utc, "2026-11-02 08:31:05 Asia/Shanghai", "2026-11-02T00:31:05Z"},
		{utc, "2026-11-02", "2026-11-02T00:00:00Z"},
		{utc, "2026-11", "2026-11-01T00:00:00Z"},
		{utc, "20261102T083105Z", "2026-11-02T08:31:05Z"},
		{utc, "20261102083105", "2026-11-02T08:31:05Z"},
		{utc, "2026/11/2 8:31", "2026-11-02T08:31:00Z"},
		{utc, "2026.11.02", "2026-11-02T00:00:00Z"},
		{utc, "02.11.2026 08:31", "2026-11-02T08:31:00Z"},
		{utc, "11/02/2026 08:31:05 AM", "2026-11-02T08:31:05Z"},
		{utc, "23/11/2026", "2026-11-23T00:00:00Z"},
		{utc, "11/2/26", "2026-11-02T00:00:00Z"},
		// C, Go and JavaScript.
		{utc, "Mon Nov  2 08:31:05 2026", "2026-11-02T08:31:05Z"},
		{utc, "Mon Nov  2 08:31:05 UTC 2026", "2026-11-02T08:31:05Z"},
		{utc, "Mon Nov 02 2026 08:31:05 GMT+0800 (中国标准时间)", "2026-11-02T00:31:05Z"},
		{utc, "1793579465", "2026-11-02T00:31:05Z"},
		{utc, "1793579465000", "2026-11-02T00:31:05Z"},
		// Chinese and Korean.
		{china, "2026年11月2日 08:31", "2026-11-02T00:31:00Z"},
		{china, "2026年11月02日08时31分05秒", "2026-11-02T00:31:05Z"},
		{china, "2026年11月2日 星期一 下午 3:05", "2026-11-02T07:05:00Z"},
		{china, "2026年11月2日 凌晨12点05分", "2026-11-01T16:05:00Z"},
		{china, "2026年11月2日 中午1:30", "2026-11-02T05:30:00Z"},
		{china, "2026年11月2日 中午12点30分", "2026-11-02T04:30:00Z"},
		{china, "2026年11月2日 中午11:30", "2026-11-02T03:30:00Z"},
		{china, "2026年11月2日 深夜11:30", "2026-11-02T15:30:00Z"},
		{china, "2026年11月2日 半夜12:05", "2026-11-01T16:05:00Z"},
		{china, "2026年11月2日 晚上 21:05", "2026-11-02T13:05:00Z"},
		{china, "２０２６年１１月２日　０８：３１", "2026-11-02T00:31:00Z"},
		{china, "发布于：2026-11-02 08：31", "2026-11-02T00:31:00Z"},
		{china, "2026 年 11 月 2 日", "2026-11-01T16:00:00Z"},
		{china, "26年11月2日", "2026-11-01T16:00:00Z"},
		{china, "二〇二六年十一月二日", "2026-11-01T16:00:00Z"},
		{china, "二零二六年十月三十一日 星期六 下午三点二十五分", "2026-10-31T07:25:00Z"},
		{china, "二〇二六年十二月二十日", "2026-12-19T16:00:00Z"},
		{china, "2026年11月2日 星期一 08:31", "2026-11-02T00:31:00Z"},
		{china, "2026-11-02 08:31:05", "2026-11-02T00:31:05Z"},
		{china, "2026-11-02T08:31:05Z", "2026-11-02T08:31:05Z"},
		{utc, "2026년 11월 2일 오후 3:05", "2026-11-02T15:05:00Z"},
		// No dates.
		{china, "昨天 08:31", ""},
		{china, "11月2日 08:31", ""},
		{china, "一九九九九年十一月二日", ""},
		{china, "十十十年一月一日", ""},
		{utc, "3 hours ago", ""},
		{utc, "2026-02-30", ""},
		{utc, "2026-13-01", ""},
		{utc, "2026-11-02 25:00", ""},
		{utc, "0000-00-00 00:00:00", ""},
		{utc, "0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"},
		{utc, "2026", ""},
		{utc, "v1.2.3", ""},
		{utc, "", ""},
		{utc, strings.Repeat("2026-11-02 ", 20), ""},
	}
	for _, tt := range tests {
		got := tt.reader.parse(tt.in)
		text := ""
		if !got.IsZero() || strings.HasPrefix(tt.want, "0001") {
			text = got.UTC().Format(time.RFC3339)
		}
		if text != tt.want {
			t.Errorf("%q is read as %q, want %q", tt.in, text, tt.want)
		}
	}
}

func TestDateAhead(t *testing.T) {
	now := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
	r := dateReader{zone: time.UTC, cst: beijing, now: now}
	for in, kept := range map[string]bool{
		"2026-11-02": true, "2026-11-03 20:00": true, "2026-11-04 09:00": false, "2036-01-01": false,
	} {
		if got := r.parse(in); got.IsZero() == kept {
			t.Errorf("%s, read on %s: %v", in, now.Format(time.DateOnly), got)
		}
	}
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{
		"Mon, 02 Nov 2026 08:31:05 CST", "2026-11-02T08:31:05.25+08:00", "2026年11月2日 下午 3:05", "1793579465",
		"02.11.26", "20261102083105", "Mon Nov 02 2026 08:31:05 GMT+0800 (中国标准时间)", "11/2/26 08：31 −9",
	} {
		f.Add(s)
	}
	r := dateReader{zone: beijing, cst: beijing}
	f.Fuzz(func(t *testing.T, s string) {
		got := r.parse(s)
		if got.IsZero() {
			return
		}
		// What was read, written in the plainest form, is read as the same.
		got = got.Truncate(time.Second)
		if again := r.parse(got.Format(time.RFC3339)); !again.Equal(got) {
			t.Fatalf("%q is read as %v, and that as %v", s, got, again)
		}
	})
}

func BenchmarkDate(b *testing.B) {
	r := dateReader{zone: time.UTC, cst: beijing}
	for b.Loop() {
		r.parse("Mon, 02 Nov 2026 08:31:05 +0800")
	}
}
