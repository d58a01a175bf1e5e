package payment

import (
	"context"
	"errors"
	"maps"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
)

// marks answers for the store.
type marks struct {
	mu    sync.Mutex
	rows  map[string]string
	asked int
	err   error
}

func (m *marks) Marks(context.Context, []string) (map[string]string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.asked++
	return maps.Clone(m.rows), m.err
}

func told(s *Stream) bool {
	select {
	case <-s.Changed:
		return true
	default:
		return false
	}
}

func ousted(s *Stream) bool {
	select {
	case <-s.Ousted:
		return true
	default:
		return false
	}
}

func TestWatchTellsWhatChanged(t *testing.T) {
	m := &marks{rows: map[string]string{"1": "0"}}
	w := NewWatch(m)
	require.NoError(t, w.Look(t.Context()))
	require.Zero(t, m.asked, "nobody watches, nothing is asked")
	one, err := w.Open(7, "1")
	require.NoError(t, err)
	same, err := w.Open(7, "1")
	require.NoError(t, err)
	other, err := w.Open(8, "2")
	require.NoError(t, err)
	require.NoError(t, w.Look(t.Context()))
	require.True(t, told(one) && told(same) && told(other), "the first look is a change: something may have happened before it")
	require.NoError(t, w.Look(t.Context()))
	require.False(t, told(one) || told(same) || told(other))

	m.rows["1"] = "1 T1"
	require.NoError(t, w.Look(t.Context()))
	require.True(t, told(one) && told(same))
	require.False(t, told(other))
	m.rows["2"] = "3"
	require.NoError(t, w.Look(t.Context()))
	require.True(t, told(other), "a row that was not there")

	m.rows["1"], m.err = "3", errors.New("away")
	require.Error(t, w.Look(t.Context()))
	require.False(t, told(one))
	m.err = nil
	require.NoError(t, w.Look(t.Context()))
	require.True(t, told(one), "it is not missed")
	m.rows["1"] = "4"
	require.NoError(t, w.Look(t.Context()))
	m.rows["1"] = "5"
	require.NoError(t, w.Look(t.Context()))
	require.True(t, told(one))
	require.False(t, told(one), "nobody has to read twice")

	one.Close()
	same.Close()
	one.Close()
	m.rows["1"] = "6"
	require.NoError(t, w.Look(t.Context()))
	require.False(t, told(one))
}

func TestStreamsAreBounded(t *testing.T) {
	w := NewWatch(&marks{})
	var own []*Stream
	for range MemberStreams + 2 {
		s, err := w.Open(7, "1")
		require.NoError(t, err)
		own = append(own, s)
	}
	for i, s := range own {
		require.Equal(t, i < 2, ousted(s), "the oldest go")
		s.Close()
	}
	for i := range ProcessStreams {
		_, err := w.Open(int64(i), "1")
		require.NoError(t, err)
	}
	_, err := w.Open(-1, "1")
	require.ErrorIs(t, err, apperr.ErrTooMany)
}

func TestPasses(t *testing.T) {
	p := NewPasses("secret")
	pass := p.Of("123")
	require.Len(t, pass, 22)
	require.True(t, p.Valid("123", pass))
	require.True(t, NewPasses("secret").Valid("123", pass), "any copy of the service")
	require.False(t, NewPasses("another").Valid("123", pass))
	for _, bad := range [][2]string{{"124", pass}, {"123", ""}, {"123", pass[1:]}, {"", p.Of("")}} {
		require.False(t, p.Valid(bad[0], bad[1]), bad)
	}
}

func TestState(t *testing.T) {
	going := []Refund{{Status: Sent}}
	for want, v := range map[string]View{
		StateOpen:      {Status: "unpaid", Payable: true},
		StateClosing:   {Status: "unpaid"},
		StatePaid:      {Status: "paid"},
		StateClosed:    {Status: "closed"},
		StateRefunding: {Status: "refunding"},
		StateRefunded:  {Status: "refunded"},
	} {
		require.Equal(t, want, v.State())
	}
	require.Len(t, View{Order: Order{Alive: true}, Refunds: going}.Strays(), 1)
	require.Empty(t, View{Order: Order{Ended: true}, Refunds: going}.Strays())
}
