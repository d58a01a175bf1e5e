package shopday

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestADayBeginsAtMidnightInBeijing(t *testing.T) {
	late := time.Date(2026, 11, 22, 15, 59, 59, 0, time.UTC)
	require.Equal(t, "2026-11-22", Name(late))
	require.Equal(t, "2026-11-23", Name(late.Add(time.Second)))
	begin, err := Parse("2026-11-23")
	require.NoError(t, err)
	require.Equal(t, late.Add(time.Second), begin)
	require.Equal(t, begin, Midnight(begin.Add(23*time.Hour)))
	for _, wrong := range []string{"2026-02-30", "0000-01-01", "0999-12-31"} {
		_, err = Parse(wrong)
		require.Error(t, err, wrong)
	}
}
