package cart

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/money"
)

func at(second int) time.Time { return time.Unix(int64(second), 0) }

func TestViewNamesWhatStandsInTheWay(t *testing.T) {
	goods := map[int64]Goods{
		1: {SkuID: 1, Price: 100, OnShelf: true},
		2: {SkuID: 2, Price: 100, OnShelf: false},
	}
	for name, c := range map[string]struct {
		line     Line
		stock    map[int64]int64
		problems []string
		checked  int64
		amount   money.Fen
	}{
		"all is well":           {Line{SkuID: 1, Count: 2, Checked: true, Price: 100}, map[int64]int64{1: 2}, []string{}, 2, 200},
		"not checked":           {Line{SkuID: 1, Count: 2, Price: 100}, map[int64]int64{1: 2}, []string{}, 0, 0},
		"dearer than before":    {Line{SkuID: 1, Count: 1, Checked: true, Price: 90}, map[int64]int64{1: 2}, []string{"price_changed"}, 1, 100},
		"too few":               {Line{SkuID: 1, Count: 3, Checked: true, Price: 100}, map[int64]int64{1: 2}, []string{"stock_short"}, 3, 300},
		"sold out counts not":   {Line{SkuID: 1, Count: 3, Checked: true, Price: 100}, map[int64]int64{}, []string{"sold_out"}, 0, 0},
		"off the shelf":         {Line{SkuID: 2, Count: 3, Checked: true, Price: 90}, map[int64]int64{2: 9}, []string{"off_shelf"}, 0, 0},
		"no longer exists":      {Line{SkuID: 3, Count: 3, Checked: true, Price: 90}, map[int64]int64{}, []string{"off_shelf"}, 0, 0},
		"ware does not answer":  {Line{SkuID: 1, Count: 3, Checked: true, Price: 100}, nil, []string{}, 3, 300},
		"both dearer and short": {Line{SkuID: 1, Count: 3, Checked: true, Price: 90}, map[int64]int64{1: 1}, []string{"price_changed", "stock_short"}, 3, 300},
	} {
		t.Run(name, func(t *testing.T) {
			v, err := view([]Line{c.line}, goods, c.stock)
			require.NoError(t, err)
			require.Equal(t, c.problems, v.Items[0].Problems)
			require.Equal(t, c.line.Count, v.TotalCount)
			require.Equal(t, c.checked, v.CheckedCount)
			require.Equal(t, c.amount, v.CheckedAmount)
			require.Equal(t, c.checked > 0, v.Items[0].Checked, "what cannot be bought is not checked")
			require.Equal(t, c.line.Checked && c.checked == 0, len(v.stale) == 1)
		})
	}
}

func TestWhatCameLastStandsFirst(t *testing.T) {
	lines := []Line{{SkuID: 3, AddedAt: at(1)}, {SkuID: 2, AddedAt: at(1)}, {SkuID: 1, AddedAt: at(2)}}
	newestFirst(lines)
	require.Equal(t, []int64{1, 2, 3}, []int64{lines[0].SkuID, lines[1].SkuID, lines[2].SkuID})
}

func TestUserKeys(t *testing.T) {
	key, err := NewUserKey()
	require.NoError(t, err)
	require.True(t, ValidUserKey(key))
	for _, bad := range []string{"", "1", key + "0", "{" + key[1:], "urn:uuid:" + key, "00000000-0000-0000-0000-000000000000", key[:35] + "*"} {
		require.False(t, ValidUserKey(bad), bad)
	}
}
