package admin

import (
	"context"
	"time"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
)

// ErrNoSetting is the answer where a setting is named that there is not.
var ErrNoSetting = apperr.New(apperr.NotFound, "setting_not_found")

// Set is what staff have made of a setting. Without a value its default counts.
type Set struct {
	Key     adminapi.SettingKey
	Value   *int64
	Version int64 // 0: never touched
	By      string
	At      time.Time
}

// SettingStore keeps what staff have set.
type SettingStore interface {
	Settings(ctx context.Context) ([]Set, error)
	// SetSetting changes one; ErrEditedMeanwhile where it is no longer at the version that was seen.
	SetSetting(ctx context.Context, key adminapi.SettingKey, value *int64, version int64, by adminapi.By) (Set, error)
}

// Setting is a setting with what it may be and what it is.
type Setting struct {
	adminapi.Definition
	Set
	Default adminapi.Amount
}

// Settings is the use cases round settings. Defaults are what the services fall back to, as the environment says.
type Settings struct {
	store    SettingStore
	defaults map[adminapi.SettingKey]time.Duration
}

// NewSettings joins the use cases to the store.
func NewSettings(store SettingStore, defaults map[adminapi.SettingKey]time.Duration) *Settings {
	return &Settings{store, defaults}
}

// List gives all settings in their order.
func (s *Settings) List(ctx context.Context) ([]Setting, error) {
	set, err := s.store.Settings(ctx)
	if err != nil {
		return nil, err
	}
	byKey := map[adminapi.SettingKey]Set{}
	for _, one := range set {
		byKey[one.Key] = one
	}
	var all []Setting
	for _, d := range adminapi.Definitions() {
		all = append(all, s.setting(d, byKey[d.Key]))
	}
	return all, nil
}

func (s *Settings) setting(d adminapi.Definition, set Set) Setting {
	return Setting{Definition: d, Set: set, Default: d.In(s.defaults[d.Key])}
}

// Find gives one setting; ErrNoSetting.
func (s *Settings) Find(ctx context.Context, key adminapi.SettingKey) (Setting, error) {
	all, err := s.List(ctx)
	if err != nil {
		return Setting{}, err
	}
	for _, one := range all {
		if one.Definition.Key == key {
			return one, nil
		}
	}
	return Setting{}, ErrNoSetting
}

// Now is what services go by.
func (s *Settings) Now(ctx context.Context) (adminapi.SettingsNow, error) {
	set, err := s.store.Settings(ctx)
	if err != nil {
		return adminapi.SettingsNow{}, err
	}
	now := adminapi.SettingsNow{Values: map[adminapi.SettingKey]int64{}}
	for _, one := range set {
		now.Revision += one.Version // rows stay and versions grow, so that no two states have the same sum
		if one.Value != nil {
			now.Values[one.Key] = *one.Value
		}
	}
	return now, nil
}

// Change sets a value, or brings the default back where there is none. ErrNoSetting, ErrEditedMeanwhile.
func (s *Settings) Change(ctx context.Context, key adminapi.SettingKey, value *int64, version int64, by adminapi.By) (Setting, error) {
	d, known := adminapi.Defined(key)
	if !known {
		return Setting{}, ErrNoSetting
	}
	if value != nil && !d.Allows(*value) {
		return Setting{}, apperr.ErrInvalid.WithField("value", "range")
	}
	set, err := s.store.SetSetting(ctx, key, value, version, by)
	if err != nil {
		return Setting{}, err
	}
	return s.setting(d, set), nil
}
