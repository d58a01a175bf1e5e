package coupon

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestWhatStandsAgainstAClaim(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Template)
		mine   int64
		want   error
	}{
		"nothing":             {func(*Template) {}, 0, nil},
		"one more":            {func(*Template) {}, 1, nil},
		"the limit":           {func(*Template) {}, 2, ErrLimit},
		"no limit":            {func(t *Template) { t.PerLimit = 0 }, 99, nil},
		"all gone":            {func(t *Template) { t.Claimed = t.Issued }, 0, ErrExhausted},
		"a draft":             {func(t *Template) { t.Published = false }, 0, ErrNotFound},
		"for registration":    {func(t *Template) { t.Type = ForRegistration }, 0, ErrNotFound},
		"a gift":              {func(t *Template) { t.Type = ForGift }, 0, ErrNotFound},
		"for a level":         {func(t *Template) { t.Type = ForLevel }, 0, nil},
		"not begun":           {func(t *Template) { t.ClaimFrom = noon.Add(time.Millisecond) }, 0, ErrNotOpen},
		"begins now":          {func(t *Template) { t.ClaimFrom = noon }, 0, nil},
		"ends now":            {func(t *Template) { t.ClaimUntil = noon }, 0, ErrNotOpen},
		"gone before it came": {func(t *Template) { t.Claimed, t.ClaimFrom = t.Issued, noon.Add(time.Hour) }, 0, ErrNotOpen},
	} {
		t.Run(name, func(t *testing.T) {
			template := Template{Published: true, PerLimit: 2, Issued: 10, ClaimFrom: noon.Add(-time.Hour), ClaimUntil: noon.Add(time.Hour)}
			c.change(&template)
			err := template.refusal(c.mine, noon)
			if c.want == nil {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, c.want)
		})
	}
}

func TestUnusedPastItsEndIsExpired(t *testing.T) {
	m := usable(1, 1, 0)
	require.Equal(t, Unused, m.StateAt(noon))
	require.Equal(t, Expired, m.StateAt(m.ValidUntil))
	m.State = Locked
	require.Equal(t, Locked, m.StateAt(m.ValidUntil), "an order holds it")
}
