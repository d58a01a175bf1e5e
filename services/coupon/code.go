package coupon

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"time"

	"gulimall/pkg/apperr"
)

// The errors of codes.
var (
	ErrNoCode    = apperr.New(apperr.NotFound, "code_not_found")
	ErrCodeUsed  = apperr.New(apperr.Conflict, "code_used")
	errCodeGuess = apperr.New(apperr.TooMany, "code_tries")
)

// Bounds of codes: how long one is, and how often a member may be wrong before he has to wait.
const (
	codeLength  = 16
	mostGuesses = 10
	guessPause  = 15 * time.Minute
)

// codeLetters are those that nobody takes for others (Crockford's Base32); 16 of them are 80 bits that nobody guesses.
const codeLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

func newCode() string {
	raw := make([]byte, codeLength)
	_, _ = rand.Read(raw) // never fails
	for i, b := range raw {
		raw[i] = codeLetters[int(b)%len(codeLetters)]
	}
	return string(raw)
}

// ShownCode is a code as people read it: in groups of four.
func ShownCode(code string) string {
	var groups []string
	for len(code) > 4 {
		groups, code = append(groups, code[:4]), code[4:]
	}
	return strings.Join(append(groups, code), "-")
}

// ReadCode reads a code as people write it; false for what is none.
func ReadCode(text string) (string, bool) {
	code := strings.Map(func(r rune) rune {
		switch r {
		case '-', ' ', '\u3000', '—', '–':
			return -1
		case 'o', 'O':
			return '0'
		case 'i', 'I', 'l', 'L':
			return '1'
		}
		return r
	}, text)
	code = strings.ToUpper(code)
	return code, len(code) == codeLength && strings.Trim(code, codeLetters) == ""
}

// Redeem gives a member the coupon of a code, which is used up by that. Whoever is wrong too often has to wait.
func (c *Coupons) Redeem(ctx context.Context, text string, memberID int64) (MemberCoupon, error) {
	now := c.now()
	wait, err := c.store.Guess(ctx, memberID, mostGuesses, guessPause)
	if err != nil {
		return MemberCoupon{}, fmt.Errorf("member %d redeems a code: %w", memberID, err)
	}
	if wait > 0 {
		return MemberCoupon{}, errCodeGuess.After(wait)
	}
	code, sound := ReadCode(text)
	if !sound {
		return MemberCoupon{}, ErrNoCode
	}
	m, err := c.store.Redeem(ctx, code, memberID, func(t Template, mine int64) error { return t.redeemable(mine, now) })
	if err != nil {
		return m, fmt.Errorf("member %d redeems a code: %w", memberID, err)
	}
	return m, nil
}

// redeemable tells why a code of the template cannot be redeemed by a member who has mine of it.
func (t Template) redeemable(mine int64, now time.Time) error {
	if !t.Published || t.Type != ForCode {
		return ErrNoCode
	}
	return t.claimable(mine, now)
}
