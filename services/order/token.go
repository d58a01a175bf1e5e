package order

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"gulimall/pkg/apperr"
)

// ErrTokenTaken says that the member has an order of that token already.
var ErrTokenTaken = apperr.New(apperr.Conflict, "token_taken")

// ErrCartTaken says that the member has an order of that state of the cart already: two tabs were submitted before the first of their
// orders was taken out of the cart.
var ErrCartTaken = apperr.New(apperr.Conflict, "cart_taken")

// ClaimState is what became of an attempt to submit a token.
type ClaimState int

// The states of a token as a submission finds it.
const (
	TokenGone     ClaimState = iota // not there, or another member's
	TokenClaimed                    // ours now: it was ready, or its owner's lease ran out
	TokenBusy                       // another submission of the same body has it
	TokenDone                       // it has become an order
	TokenMismatch                   // another body has it, or it became an order with another body
)

// Claim is the outcome of Tokens.Claim.
type Claim struct {
	State   ClaimState
	Owner   string // of our claim
	Retaken bool   // an earlier owner's lease ran out: it may have stored an order
	Ticket  Ticket
	OrderSn string // of a token that is done
}

const tokenPrefix = "ot_"

// tokenBytes is how much chance a token holds.
const tokenBytes = 16

// newToken draws a token that nobody can guess.
func newToken() string {
	chance := make([]byte, tokenBytes)
	_, _ = rand.Read(chance) // never fails: see crypto/rand
	return tokenPrefix + hex.EncodeToString(chance)
}

// validToken says whether a text can be a token at all.
func validToken(token string) bool {
	body, ok := strings.CutPrefix(token, tokenPrefix)
	if !ok || len(body) != 2*tokenBytes {
		return false
	}
	_, err := hex.DecodeString(body)
	return err == nil && body == strings.ToLower(body)
}

// hash tells submissions apart by what they ask for; the token is not part of it.
func (s Submission) hash() string {
	body := fmt.Appendf(nil, "%d|%d|%d|%d|%d|%s", s.AddressID, s.PayAmount, s.CouponID, s.Points, s.PayType, s.Note)
	if s.Invoice.Type != NoInvoice {
		body = fmt.Appendf(body, "|%d|%q|%s", s.Invoice.Type, s.Invoice.Title, s.Invoice.TaxNo)
	}
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}
