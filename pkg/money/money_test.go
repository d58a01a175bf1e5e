package money

import (
	"errors"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestString(t *testing.T) {
	for f, want := range map[Fen]string{0: "0.00", 5: "0.05", 1230: "12.30", -5: "-0.05", 123456789: "1234567.89", math.MinInt64: "-92233720368547758.08"} {
		require.Equal(t, want, f.String())
	}
}

func TestParseRefuses(t *testing.T) {
	for _, s := range []string{"", "1", "1.0", "1.000", "1e2", "+1.00", " 1.00", "1.00 ", "01.00", "１.00", "--1.00", ".10", "1,000.00", "99999999999999999999.00"} {
		_, err := Parse(s)
		require.Error(t, err, s)
	}
}

func FuzzParseReadsWhatStringWrites(f *testing.F) {
	f.Add(int64(0))
	f.Add(int64(-1))
	f.Add(int64(math.MaxInt64))
	f.Fuzz(func(t *testing.T, n int64) {
		got, err := Parse(Fen(n).String())
		require.NoError(t, err)
		require.Equal(t, Fen(n), got)
	})
}

func FuzzParseNeverAcceptsTwoSpellings(f *testing.F) {
	f.Add("12.30")
	f.Add("1e2")
	f.Fuzz(func(t *testing.T, s string) {
		got, err := Parse(s)
		if err == nil && s != "-0.00" {
			require.Equal(t, s, got.String())
		}
	})
}

func TestMulOverflow(t *testing.T) {
	_, err := Fen(4611686018427387905).Mul(4)
	require.ErrorIs(t, err, ErrOverflow)
	_, err = Fen(math.MinInt64).Mul(-1)
	require.ErrorIs(t, err, ErrOverflow)
	p, err := Fen(199).Mul(200)
	require.NoError(t, err)
	require.Equal(t, Fen(39800), p)
}

func FuzzAdd(f *testing.F) {
	f.Add(int64(math.MaxInt64), int64(1))
	f.Fuzz(func(t *testing.T, a, b int64) {
		sum, err := Fen(a).Add(Fen(b))
		wrapped := (b > 0 && a+b < a) || (b < 0 && a+b > a)
		require.Equal(t, wrapped, errors.Is(err, ErrOverflow))
		if err == nil {
			require.Equal(t, Fen(a+b), sum)
		}
	})
}

func TestPerMille(t *testing.T) {
	require.Equal(t, Fen(94905), Fen(99900).PerMille(950))
	require.Equal(t, Fen(0), Fen(1).PerMille(999))
	require.Equal(t, Max, Max.PerMille(1000))
}

func TestSplit(t *testing.T) {
	require.Equal(t, []Fen{34, 33, 33}, Split(100, []Fen{1, 1, 1}))
	require.Equal(t, []Fen{7, 0}, Split(7, []Fen{0, 0}))
	require.Equal(t, []Fen{1, 99}, Split(100, []Fen{1, 99}))
	require.Empty(t, Split(5, nil))
}

func FuzzSplitAddsUp(f *testing.F) {
	f.Add(uint32(100), uint32(1), uint32(1), uint32(1))
	f.Add(uint32(999999), uint32(0), uint32(7), uint32(1000000000))
	f.Fuzz(func(t *testing.T, total, a, b, c uint32) {
		weights := []Fen{Fen(a), Fen(b), Fen(c)}
		parts := Split(Fen(total), weights)
		var sum Fen
		for i, p := range parts {
			require.GreaterOrEqual(t, p, Fen(0))
			if sumW := a/2 + b/2 + c/2; sumW > 0 && Fen(total) <= weights[0]+weights[1]+weights[2] {
				require.LessOrEqual(t, p, weights[i], "a discount no larger than the goods never makes a line negative")
			}
			sum += p
		}
		require.Equal(t, Fen(total), sum)
	})
}
