package page

import "time"

// AdminSettings is the page "adminsettings".
type AdminSettings struct {
	AdminBase
	Settings []AdminSetting
	MayAudit bool // may see who changed what
}

// AdminSetting is a setting with its own form. Key names it (ops.setting.…, ops.setting_help.…); Typed is what stands in the form.
type AdminSetting struct {
	Key       string
	ID        string // Key as an id of the page may be
	Typed     string
	Own       bool // staff have set it; else the default counts
	Now       AdminAmount
	Default   AdminAmount
	Unit      string
	Low, High int64
	Version   int64
	By        string
	At        time.Time
	Wrong     string // what is wrong with what was typed
	Meanwhile bool   // somebody else changed it: Now is what he made of it
}

// AdminAmount is a number of units; Unit names itself (ops.amount.…).
type AdminAmount struct {
	Value int64
	Unit  string
}
