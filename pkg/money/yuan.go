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

// ReadYuan reads an amount as people write it: 299, 299.5 or 299.50. Nothing is 0.
func ReadYuan(text string) (Fen, error) {
	whole, cents, _ := strings.Cut(strings.TrimSpace(text), ".")
	if len(cents) > 2 {
		return 0, ErrSyntax
	}
	whole = strings.TrimLeft(whole, "0")
	if whole == "" {
		whole = "0"
	}
	f, err := Parse(whole + "." + (cents + "00")[:2])
	if err == nil && f < 0 {
		return 0, ErrSyntax
	}
	return f, err
}
