package adminapi

import (
	"slices"
	"time"
)

// Paths of the settings: staff change them at the first, services read them at the second.
const (
	PathSettings    = "/api/admin/settings" // GET → []Setting; PUT {key} ChangedSetting → Setting
	PathSettingsNow = "/internal/settings"  // GET ?revision → SettingsNow, or 204 where that is still the revision
)

// SettingKey names a setting.
type SettingKey string

// The settings.
const (
	SettingUnpaid  SettingKey = "order.unpaid"  // how long an order may stay unpaid
	SettingToken   SettingKey = "order.token"   // how long a settlement page can be submitted
	SettingReceive SettingKey = "order.receive" // when a shipped order completes by itself
	SettingReturn  SettingKey = "order.return"  // how long after they were received goods can be sent back
)

// Unit is what the value of a setting counts.
type Unit string

// The units. Seconds only tell of defaults that are no whole number of the setting's own unit.
const (
	Seconds Unit = "second"
	Minutes Unit = "minute"
	Days    Unit = "day"
)

// Length is how long one of a unit is.
func (u Unit) Length() time.Duration {
	switch u {
	case Seconds:
		return time.Second
	case Minutes:
		return time.Minute
	case Days:
		return 24 * time.Hour
	}
	return 0
}

// Definition is what a setting may be: a whole number of units, from Low to High. Variable is the environment variable with the value that
// counts until staff set another.
type Definition struct {
	Key       SettingKey
	Unit      Unit
	Low, High int64
	Variable  string
}

// Definitions lists the settings in the order in which they are shown.
func Definitions() []Definition {
	return []Definition{
		{Key: SettingUnpaid, Unit: Minutes, Low: 1, High: 24 * 60, Variable: "MALL_ORDER_TTL"},
		{Key: SettingToken, Unit: Minutes, Low: 5, High: 4 * 60, Variable: "MALL_SUBMIT_TOKEN_TTL"},
		{Key: SettingReceive, Unit: Days, Low: 1, High: 60, Variable: "MALL_AUTO_RECEIVE"},
		{Key: SettingReturn, Unit: Days, Low: 1, High: 365, Variable: "MALL_RETURN_WITHIN"},
	}
}

// Defined finds a setting.
func Defined(key SettingKey) (Definition, bool) {
	all := Definitions()
	at := slices.IndexFunc(all, func(d Definition) bool { return d.Key == key })
	if at < 0 {
		return Definition{}, false
	}
	return all[at], true
}

// Allows says whether a value may be set.
func (d Definition) Allows(value int64) bool { return value >= d.Low && value <= d.High }

// Amount is a number of units.
type Amount struct {
	Value int64 `json:"value"`
	Unit  Unit  `json:"unit"`
}

// In tells a length in the setting's unit, or in seconds where it is no whole number of them.
func (d Definition) In(length time.Duration) Amount {
	if unit := d.Unit.Length(); length%unit != 0 {
		return Amount{int64(length / time.Second), Seconds}
	}
	return Amount{int64(length / d.Unit.Length()), d.Unit}
}

// Setting is a setting as staff see it. Without a value the default counts.
type Setting struct {
	Key       SettingKey `json:"key"`
	Name      string     `json:"name"` // in the caller's language
	Help      string     `json:"help"`
	Unit      Unit       `json:"unit"`
	Value     *int64     `json:"value"`
	Default   Amount     `json:"default"`
	Low       int64      `json:"low"`
	High      int64      `json:"high"`
	Version   int64      `json:"version"` // 0: never set
	ChangedBy string     `json:"changedBy,omitempty"`
	ChangedAt *time.Time `json:"changedAt,omitempty"`
}

// ChangedSetting changes a setting; no value brings the default back. Version is the one that was seen.
type ChangedSetting struct {
	Value   *int64 `json:"value"`
	Version int64  `json:"version"`
}

// SettingsNow is what staff have set; what is not there has its default. Revision grows with every change.
type SettingsNow struct {
	Revision int64                `json:"revision"`
	Values   map[SettingKey]int64 `json:"values"`
}
