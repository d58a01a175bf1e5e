package money

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestYuan(t *testing.T) {
	for amount, want := range map[Fen]string{0: "¥0.00", 5: "¥0.05", 99999: "¥999.99", 123456: "¥1,234.56", 123456789: "¥1,234,567.89", -123400: "-¥1,234.00"} {
		require.Equal(t, want, amount.Yuan())
	}
}

func TestReadYuan(t *testing.T) {
	for text, want := range map[string]Fen{"": 0, "0": 0, "299": 29900, " 299.5 ": 29950, "0299.05": 29905, ".5": 50, "7.": 700} {
		got, err := ReadYuan(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
	for _, text := range []string{"-1", "1.234", "1e3", "一", "1,000", "99999999999999999999"} {
		_, err := ReadYuan(text)
		require.Error(t, err, text)
	}
}
