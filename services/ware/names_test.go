package ware

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// labels are goods and what they are called; the catalogue calls each by its number.
type labels struct {
	names map[int64]string
	asked []int64
}

func (l *labels) Unnamed(_ context.Context, limit int) ([]int64, error) {
	return l.pick(limit, func(sku int64) bool { return l.names[sku] == "" }), nil
}

func (l *labels) SkusAfter(_ context.Context, after int64, limit int) ([]int64, error) {
	return l.pick(limit, func(sku int64) bool { return sku > after }), nil
}

func (l *labels) pick(limit int, fits func(int64) bool) []int64 {
	var found []int64
	for sku := range l.names {
		if fits(sku) {
			found = append(found, sku)
		}
	}
	slices.Sort(found)
	return found[:min(limit, len(found))]
}

func (l *labels) Name(_ context.Context, names map[int64]string) error {
	for sku, name := range names {
		l.names[sku] = name
	}
	return nil
}

func (l *labels) Titles(_ context.Context, skuIDs []int64) (map[int64]string, error) {
	l.asked = skuIDs
	titles := map[int64]string{}
	for _, sku := range skuIDs {
		titles[sku] = "new"
	}
	return titles, nil
}

func TestNewGoodsAreNamedFirstAndTheOthersByAndBy(t *testing.T) {
	l := &labels{names: map[int64]string{}}
	for sku := range int64(2*nameBatch + 1) {
		l.names[sku+1] = "old"
	}
	const fresh = 2*nameBatch + 50
	l.names[fresh] = ""
	names := NewNames(l, l)
	require.NoError(t, names.Refresh(t.Context()))
	require.Equal(t, "new", l.names[fresh])
	require.Equal(t, []string{"new", "old"}, []string{l.names[nameBatch], l.names[nameBatch+1]})
	for range 2 {
		require.NoError(t, names.Refresh(t.Context()))
	}
	require.Equal(t, "new", l.names[2*nameBatch+1])
	require.NoError(t, names.Refresh(t.Context()))
	require.EqualValues(t, 1, l.asked[0], "and round again")
}
