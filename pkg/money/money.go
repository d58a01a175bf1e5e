// Package money counts yuan in whole fen, so that no amount is ever rounded by accident.
package money

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Fen is an amount of money in fen (1/100 yuan). It is BIGINT in the database and an integer in JSON.
type Fen int64

// Max is the largest amount that the shop handles: ten million yuan. It leaves room to add and
// multiply without overflow checks at every step of a quote whose counts are bounded.
const Max Fen = 1_000_000_000

var (
	// ErrOverflow says that a sum or product does not fit.
	ErrOverflow = errors.New("money: overflow")
	// ErrSyntax says that a text is not an amount in yuan with exactly two decimals.
	ErrSyntax = errors.New("money: want yuan with two decimals, such as 12.30")
)

// Add returns f + g, or ErrOverflow.
func (f Fen) Add(g Fen) (Fen, error) {
	if (g > 0 && f > math.MaxInt64-g) || (g < 0 && f < math.MinInt64-g) {
		return 0, ErrOverflow
	}
	return f + g, nil
}

// Mul returns f × n, or ErrOverflow.
func (f Fen) Mul(n int64) (Fen, error) {
	if f == 0 || n == 0 {
		return 0, nil
	}
	p := int64(f) * n
	if p/n != int64(f) || (f == math.MinInt64 && n == -1) || (n == math.MinInt64 && f == -1) {
		return 0, ErrOverflow
	}
	return Fen(p), nil
}

// PerMille returns f × n / 1000 rounded down to the fen, for 0 ≤ f ≤ Max × 1000 and 0 ≤ n ≤ 1000.
func (f Fen) PerMille(n int64) Fen {
	return Fen(int64(f)/1000*n + int64(f)%1000*n/1000)
}

// String writes the amount in yuan with two decimals and no grouping ("-1234.05"): the form that Alipay reads.
func (f Fen) String() string {
	sign, u := "", uint64(f)
	if f < 0 {
		sign, u = "-", -u
	}
	return fmt.Sprintf("%s%d.%02d", sign, u/100, u%100)
}

// Parse reads what String writes. It refuses everything else: signs other than a leading minus, exponents, spaces,
// digits of other scripts, and one or three decimals.
func Parse(s string) (Fen, error) {
	digits, negative := strings.CutPrefix(s, "-")
	yuan, cents, ok := strings.Cut(digits, ".")
	if !ok || len(cents) != 2 || yuan == "" || (len(yuan) > 1 && yuan[0] == '0') || strings.Trim(yuan+cents, "0123456789") != "" {
		return 0, fmt.Errorf("%w: %q", ErrSyntax, s)
	}
	if negative {
		yuan = "-" + yuan
	}
	n, err := strconv.ParseInt(yuan+cents, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%w: %q", ErrOverflow, s)
	}
	return Fen(n), nil
}

// Split divides total among the weights in proportion, to the fen: the parts add up to total exactly, and the fen that
// are left over go to the largest remainders (ties to the earlier part). No weight may be negative. Where all weights
// are zero the first part takes everything. It is the method of Hamilton, known as largest remainder.
func Split(total Fen, weights []Fen) []Fen {
	parts := make([]Fen, len(weights))
	if len(weights) == 0 {
		return parts
	}
	var sum Fen
	for _, w := range weights {
		sum += w
	}
	if sum == 0 {
		parts[0] = total
		return parts
	}
	order := make([]int, len(weights))
	rest := make([]uint64, len(weights))
	left := total
	for i, w := range weights {
		order[i] = i
		parts[i], rest[i] = mulDiv(total, w, sum)
		left -= parts[i]
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case rest[a] > rest[b]:
			return -1
		case rest[a] < rest[b]:
			return 1
		}
		return 0
	})
	for _, i := range order[:left] {
		parts[i]++
	}
	return parts
}
