package sources

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// sampleSize is how many bytes are looked at to tell a character set: enough
// for some hundred letters, and cheap beside reading the page.
const sampleSize = 8 << 10

// highSample returns the part of body that its character set shows in: lines of
// bytes above ASCII, with what stands between them, at most sampleSize.
func highSample(body []byte) []byte {
	first := 0
	for first < len(body) && body[first] < utf8.RuneSelf {
		first++
	}
	if len(body)-first <= sampleSize {
		return body[first:]
	}
	var sample []byte
	for i := first; i < len(body) && len(sample) < sampleSize; {
		if body[i] < utf8.RuneSelf {
			i++
			continue
		}
		// A run ends at the first ASCII byte that no second byte of a
		// character can be, so that no character is cut.
		end := i
		for end < len(body) && end-i < sampleSize && (body[end] >= 0x40 || body[end] >= '0' && body[end] <= '9') {
			end++
		}
		sample = append(append(sample, body[i:end]...), ' ')
		i = end
	}
	return sample
}

// multiByte reports whether characters of the set take more than one byte, so
// that bytes can contradict it.
func multiByte(name string) bool {
	switch name {
	case charsetGB18030, "big5", "shift_jis", "euc-jp", "euc-kr", "iso-2022-jp", "hz-gb-2312":
		return true
	}
	return strings.HasPrefix(name, "utf-")
}

// readsWell reports whether nearly all of sample has a meaning in the set: one
// bad byte among fifty characters is an accident, more is another set.
func readsWell(sample []byte, name string) bool {
	letters, broken := 0, 0
	for _, r := range decodeAs(sample, name) {
		switch {
		case r == utf8.RuneError || r >= 0xe000 && r <= 0xf8ff || r >= 0x80 && r < 0xa0:
			broken++
		case r >= utf8.RuneSelf:
			letters++
		}
	}
	return broken*50 <= letters || broken <= 1 && letters >= 4
}

// The most frequent letters of each language; a fifth to a half of any text
// consists of them, and hardly any of what another character set makes of it.
const (
	frequentSimplified  = "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运，。、：；（）“”！？《》【】"
	frequentTraditional = "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社便空決治展馬科司五基眼書非則聽，。、：；（）「」！？《》"
	frequentHangul      = "이다는을에의가고하를은지로한사리자기어대시아나해도서일인그부정과수보원제전스상있주라장들만여구무동성신국우니관모화조오세안면년소위유연것선방문비게던할었중경된요까적치요드크글와"
	frequentCyrillic    = "оеаинтсрвлкмдпуяыьгзбчй"
	frequentThai        = "ารนกเงมยลวดทสตปบคหแจพชขใไโถผอะัิีึืุู่้็์"
)

// guesses are the character sets that are told by their letters, with the
// least share of frequent ones that makes it such.
var guesses = []struct {
	name  string
	known func(rune) bool
	least float64
}{
	{charsetGB18030, in(frequentSimplified), 0.25},
	{"big5", in(frequentTraditional), 0.25},
	{"shift_jis", kana, 0.3},
	{"euc-jp", kana, 0.3},
	{"euc-kr", in(frequentHangul), 0.35},
	{"windows-1251", in(frequentCyrillic), 0.6},
	{"koi8-r", in(frequentCyrillic), 0.6},
	{"windows-874", in(frequentThai), 0.5},
}

// guessCharset tells the character set of sample from its letters; "" where
// none of those that can be told fits. It is sure where so many letters fit
// that another set could not have made them.
func guessCharset(sample []byte) (name string, sure bool) {
	best := 0.0
	for _, guess := range guesses {
		if multiByte(guess.name) && !readsWell(sample, guess.name) {
			continue
		}
		letters, frequent, runs := 0, 0, 0
		before := false // whether the letter before is of the guessed script
		for _, r := range decodeAs(sample, guess.name) {
			if !before && r >= utf8.RuneSelf {
				runs++
			}
			before = r >= utf8.RuneSelf
			switch {
			case r == utf8.RuneError:
				letters++
			case r >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsPunct(r)):
				letters++
				if guess.known(r) {
					frequent++
				}
			}
		}
		// Single accents among Latin letters are no words of another script.
		if letters < 2*runs {
			continue
		}
		share := float64(frequent) / float64(max(letters, 1))
		// By how much a guess exceeds what it takes makes those comparable
		// whose alphabets differ in size.
		if frequent < 2 || share < guess.least || share/guess.least <= best {
			continue
		}
		best = share / guess.least
		name, sure = guess.name, frequent >= 4
	}
	return name, sure
}

func in(letters string) func(rune) bool {
	set := make(map[rune]bool, len(letters))
	for _, r := range letters {
		set[r] = true
	}
	return func(r rune) bool { return set[r] }
}

func kana(r rune) bool {
	return r >= 0x3041 && r <= 0x30fe || r == '、' || r == '。'
}
