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
