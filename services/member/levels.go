package member

import "gulimall/pkg/apperr"

// LevelRule is a level with everything that staff decide about it.
type LevelRule struct {
	Level
	CommentGrowth int64
	Birthday      bool
	Note          string
	Default       bool // of everybody who registers
	Members       int64
	Version       int64
}

// settled is the level that a wish makes: a new one for id 0, else the one that it names. The growth from which members have levels strictly
// increases, so a level stays between its neighbours, and the one that everybody begins with stays at nothing.
func settled(all []LevelRule, wish LevelRule) (LevelRule, error) {
	var was *LevelRule
	highest := int64(0)
	for i := range all {
		highest = max(highest, all[i].ID)
		switch {
		case all[i].ID == wish.ID:
			was = &all[i]
		case all[i].GrowthPoint == wish.GrowthPoint:
			return LevelRule{}, apperr.ErrInvalid.WithField("growthFrom", "level_order")
		case all[i].Name == wish.Name:
			return LevelRule{}, apperr.ErrInvalid.WithField("name", "level_name")
		}
	}
	if wish.ID == 0 {
		wish.ID, wish.Version, wish.Default, wish.Members = highest+1, 1, false, 0
		return wish, nil
	}
	if was == nil {
		return LevelRule{}, ErrNoLevel
	}
	if was.Version != wish.Version {
		return LevelRule{}, ErrEditedMeantime
	}
	if was.Default && wish.GrowthPoint != 0 {
		return LevelRule{}, apperr.ErrInvalid.WithField("growthFrom", "level_lowest")
	}
	for _, other := range all {
		if other.ID != wish.ID && (other.GrowthPoint < was.GrowthPoint) != (other.GrowthPoint < wish.GrowthPoint) {
			return LevelRule{}, apperr.ErrInvalid.WithField("growthFrom", "level_order")
		}
	}
	wish.Version, wish.Default, wish.Members = was.Version+1, was.Default, was.Members
	return wish, nil
}
