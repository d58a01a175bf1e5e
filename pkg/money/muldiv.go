package money

import "math/bits"

// mulDiv returns a × b / c and the remainder for 0 ≤ b ≤ c and 0 ≤ a, with a 128-bit product so that nothing overflows.
func mulDiv(a, b, c Fen) (quotient Fen, remainder uint64) {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	q, r := bits.Div64(hi, lo, uint64(c))
	return Fen(q), r
}
