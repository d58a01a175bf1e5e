package store

import (
	"strings"
	"time"

	"gulimall/pkg/money"
	"gulimall/services/member"
)

const (
	levelColumns   = "l.id AS level_id, l.name AS level_name, l.growth_point, l.free_freight_point, l.privilege_member_price"
	memberColumns  = "m.id, m.username, m.nickname, m.mobile, m.integration, m.integration_frozen, m.growth, m.create_time, m.password_version, " + levelColumns
	addressColumns = "id, name, phone, post_code, province, city, region, detail_address, default_status"
)

type credentialsRow struct {
	ID       int64
	Username string
	Password string
	Status   int
	Demo     bool

	PasswordVersion int64
}

type levelRow struct {
	LevelID              int64
	LevelName            string
	GrowthPoint          int64
	FreeFreightPoint     money.Fen
	PrivilegeMemberPrice bool
}

func (r levelRow) level() member.Level {
	return member.Level{
		ID: r.LevelID, Name: r.LevelName, GrowthPoint: r.GrowthPoint, FreeFreightFrom: r.FreeFreightPoint, MemberPrice: r.PrivilegeMemberPrice,
	}
}

type memberRow struct {
	ID                int64
	Username          string
	Nickname          string
	Mobile            string
	Integration       int64
	IntegrationFrozen int64
	Growth            int64
	CreateTime        time.Time
	PasswordVersion   int64
	Level             levelRow `gorm:"embedded"`
}

func (r memberRow) member() member.Member {
	return member.Member{
		ID: r.ID, Username: r.Username, Nickname: r.Nickname, Phone: r.Mobile, Level: r.Level.level(),
		Points: r.Integration, Frozen: r.IntegrationFrozen, Growth: r.Growth, Joined: r.CreateTime.In(time.UTC), Version: r.PasswordVersion,
	}
}

type addressRow struct {
	ID            int64
	Name          string
	Phone         string
	PostCode      string
	Province      string
	City          string
	Region        string
	DetailAddress string
	DefaultStatus bool
}

func (r addressRow) address() member.Address {
	return member.Address{
		ID: r.ID, Name: r.Name, Phone: r.Phone, Province: r.Province, City: r.City, Region: r.Region,
		Detail: r.DetailAddress, PostCode: r.PostCode, IsDefault: r.DefaultStatus,
	}
}

type entryRow struct {
	BusinessKey string
	CreateTime  time.Time
	ChangeCount int64
	Note        string
	OrderSn     string
}

func (r entryRow) entry() member.Entry {
	e := member.Entry{At: r.CreateTime.In(time.UTC), Change: r.ChangeCount, Reason: member.ReasonOther, Note: r.Note, OrderSn: r.OrderSn}
	for prefix, reason := range map[string]member.Reason{
		keySpent: member.ReasonSpent, keyGift: member.ReasonGift, keyRegistered: member.ReasonRegistered,
		keyReturned: member.ReasonReturned, keyTaken: member.ReasonTaken,
	} {
		if strings.HasPrefix(r.BusinessKey, prefix) {
			e.Reason, e.Note = reason, ""
		}
	}
	return e
}

type freezeRow struct {
	MemberID int64
	Points   int64
	Status   member.FreezeStatus
}
