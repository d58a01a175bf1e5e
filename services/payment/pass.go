package payment

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
)

// Passes makes and checks the passes in the QR codes of the cashier. Whoever holds the pass of an order may see what it costs and whether
// it is paid, and may pay it, signed in or not: a phone that reads a code from a screen holds nobody's session.
type Passes struct{ key [sha256.Size]byte }

// NewPasses takes a secret that all copies of the service share.
func NewPasses(secret string) Passes {
	return Passes{sha256.Sum256([]byte("pass to a cashier\x00" + secret))}
}

// passBytes is how long a pass is before it is written as text: more than can be guessed, and short enough for a coarse QR code.
const passBytes = 16

// Of is the pass of an order. It does not end by itself: what may be done with it depends on how the order stands.
func (p Passes) Of(orderSn string) string {
	mac := hmac.New(sha256.New, p.key[:])
	_, _ = mac.Write([]byte(orderSn)) // a hash never fails
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:passBytes])
}

// Valid says whether a pass is the one of an order.
func (p Passes) Valid(orderSn, pass string) bool {
	return orderSn != "" && hmac.Equal([]byte(p.Of(orderSn)), []byte(pass))
}
