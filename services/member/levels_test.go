package member

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
)

func TestLevelsStayInTheirOrder(t *testing.T) {
	all := []LevelRule{
		{Level: Level{ID: 1, Name: "普通"}, Default: true, Version: 1},
		{Level: Level{ID: 2, Name: "银"}, Version: 4},
		{Level: Level{ID: 3, Name: "金"}, Version: 1},
	}
	all[1].GrowthPoint, all[2].GrowthPoint = 1000, 5000
	level := func(id int64, name string, growth, version int64) LevelRule {
		return LevelRule{Level: Level{ID: id, Name: name, GrowthPoint: growth}, Version: version}
	}
	for name, c := range map[string]struct {
		wish  LevelRule
		fault string
		err   error
	}{
		"between its neighbours": {wish: level(2, "银卡", 2000, 4)},
		"the lowest's name":      {wish: level(1, "新人", 0, 1)},
		"a new one":              {wish: level(0, "钻石", 20000, 0)},
		"a new one in between":   {wish: level(0, "铜", 500, 0)},
		"past its neighbour":     {wish: level(2, "银", 6000, 4), fault: "level_order"},
		"at its neighbour":       {wish: level(2, "银", 5000, 4), fault: "level_order"},
		"a new one at another":   {wish: level(0, "铜", 0, 0), fault: "level_order"},
		"the lowest lifted":      {wish: level(1, "普通", 10, 1), fault: "level_lowest"},
		"another's name":         {wish: level(2, "金", 1000, 4), fault: "level_name"},
		"seen too long ago":      {wish: level(2, "银", 1000, 3), err: ErrEditedMeantime},
		"nobody's":               {wish: level(9, "白金", 9000, 1), err: ErrNoLevel},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := settled(all, c.wish)
			switch {
			case c.err != nil:
				require.ErrorIs(t, err, c.err)
			case c.fault != "":
				require.Equal(t, c.fault, apperr.From(err).Fields[0].Code)
			default:
				require.NoError(t, err)
				require.Equal(t, c.wish.Name, got.Name)
				require.Equal(t, c.wish.Version+1, got.Version)
				require.Equal(t, c.wish.ID == 1, got.Default)
				if c.wish.ID == 0 {
					require.Equal(t, int64(4), got.ID)
				}
			}
		})
	}
}
