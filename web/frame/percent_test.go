package frame

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPercentages(t *testing.T) {
	for text, want := range map[string]int64{"90": 900, "95": 950, " 99.5% ": 995, "9.5": 95, "88.0": 880, "0.1": 1} {
		got, ok := ReadPercent(text)
		require.True(t, ok, text)
		require.Equal(t, want, got, text)
	}
	for _, text := range []string{"", "0", "0.0", "-5", "9.55", "nine", "9,5", "95 %%", "9.x"} {
		_, ok := ReadPercent(text)
		require.False(t, ok, text)
	}
	for perMille, want := range map[int64]string{900: "90", 955: "95.5", 1: "0.1", 999: "99.9"} {
		require.Equal(t, want, Percent(perMille))
	}
}
