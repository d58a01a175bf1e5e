package money

import "strings"

// Yuan shows an amount as a shopper reads it: ¥1,234.00.
func (f Fen) Yuan() string {
	s, sign := f.String(), ""
	if rest, negative := strings.CutPrefix(s, "-"); negative {
		s, sign = rest, "-"
	}
	whole, cents, _ := strings.Cut(s, ".")
	var b strings.Builder
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(digit)
	}
	return sign + "¥" + b.String() + "." + cents
}
