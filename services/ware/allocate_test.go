package ware

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/money"
)

func TestAllocate(t *testing.T) {
	const shanghai, guangzhou = 1, 2
	lines := []Line{{SkuID: 10, Count: 2}, {SkuID: 11, Count: 1}}
	for name, c := range map[string]struct {
		places []Place
		want   []Share
		short  []int64
	}{
		"the nearest warehouse has everything": {
			places: []Place{{10, shanghai, 5}, {11, shanghai, 5}, {10, guangzhou, 5}, {11, guangzhou, 5}},
			want:   []Share{{10, guangzhou, 2}, {11, guangzhou, 1}},
		},
		"the farther one has everything": {
			places: []Place{{10, shanghai, 5}, {11, shanghai, 5}, {10, guangzhou, 5}},
			want:   []Share{{10, shanghai, 2}, {11, shanghai, 1}},
		},
		"no warehouse has everything": {
			places: []Place{{10, guangzhou, 5}, {11, shanghai, 1}},
			want:   []Share{{10, guangzhou, 2}, {11, shanghai, 1}},
		},
		"one SKU is split": {
			places: []Place{{10, guangzhou, 1}, {10, shanghai, 1}, {11, shanghai, 1}},
			want:   []Share{{10, guangzhou, 1}, {10, shanghai, 1}, {11, shanghai, 1}},
		},
		"a warehouse that serves no province by name still helps": {
			places: []Place{{10, 9, 2}, {11, 9, 1}},
			want:   []Share{{10, 9, 2}, {11, 9, 1}},
		},
		"one is short":  {places: []Place{{10, shanghai, 1}, {11, shanghai, 1}}, short: []int64{10}},
		"both are gone": {short: []int64{10, 11}},
	} {
		t.Run(name, func(t *testing.T) {
			shares, short := allocate(lines, c.places, []int64{guangzhou, shanghai})
			require.Equal(t, c.short, short)
			require.Equal(t, c.want, shares)
		})
	}
}

// FuzzAllocate: whatever lies where, an allocation gives exactly what was asked and never more than a place has.
func FuzzAllocate(f *testing.F) {
	f.Add(uint8(3), uint8(2), uint8(1), uint8(2), uint8(0), uint8(9))
	f.Fuzz(func(t *testing.T, wantA, wantB, a1, a2, b1, b2 uint8) {
		lines := []Line{{SkuID: 1, Count: int64(wantA) + 1}, {SkuID: 2, Count: int64(wantB) + 1}}
		places := []Place{{1, 1, int64(a1)}, {1, 2, int64(a2)}, {2, 1, int64(b1)}, {2, 2, int64(b2)}}
		shares, short := allocate(lines, places, []int64{2, 1})
		enough := int64(a1)+int64(a2) >= lines[0].Count && int64(b1)+int64(b2) >= lines[1].Count
		require.Equal(t, enough, len(short) == 0)
		if !enough {
			require.Empty(t, shares)
			return
		}
		got := map[int64]int64{}
		for _, s := range shares {
			require.Positive(t, s.Count)
			got[s.SkuID] += s.Count
			for _, p := range places {
				if p.SkuID == s.SkuID && p.WareID == s.WareID {
					require.LessOrEqual(t, s.Count, p.Available)
				}
			}
		}
		require.Equal(t, map[int64]int64{1: lines[0].Count, 2: lines[1].Count}, got)
	})
}

func TestFreight(t *testing.T) {
	rule := FreightRule{Region: "华东", FirstGrams: 1000, FirstFee: 600, ExtraGrams: 500, ExtraFee: 100}
	for name, c := range map[string]struct {
		grams       int64
		goods, free money.Fen
		want        money.Fen
	}{
		"up to the first weight":       {grams: 1000, goods: 100, want: 600},
		"a started step counts":        {grams: 1001, goods: 100, want: 700},
		"two steps":                    {grams: 2000, goods: 100, want: 800},
		"free from the level's amount": {grams: 9000, goods: 29900, free: 29900, want: 0},
		"a fen below":                  {grams: 1, goods: 29899, free: 29900, want: 600},
		"a level without free freight": {grams: 1, goods: 999999, free: 0, want: 600},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, c.want, freight(rule, c.grams, c.goods, c.free).Fee) })
	}
}
