package httpapi

import (
	"context"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/paging"
	"gulimall/pkg/server"
	"gulimall/pkg/staff"
	"gulimall/services/member"
)

// Office is what the back office's calls need of the members desk.
type Office interface {
	Accounts(ctx context.Context, q member.Query) ([]member.Account, int64, error)
	Profile(ctx context.Context, memberID int64) (member.Profile, error)
	History(ctx context.Context, memberID int64, of member.Ledger, page paging.Page) ([]member.Entry, int64, error)
	Freeze(ctx context.Context, memberID int64, reason string, by adminapi.By) (member.Account, error)
	Unfreeze(ctx context.Context, memberID int64, reason string, by adminapi.By) (member.Account, error)
	AdjustPoints(ctx context.Context, p member.PointsChange, by adminapi.By) (member.Account, error)
	LevelRules(ctx context.Context) ([]member.LevelRule, error)
	SaveLevel(ctx context.Context, wish member.LevelRule, by adminapi.By) (member.LevelRule, error)
	Known(ctx context.Context, ids []int64) ([]member.Known, error)
	Arrivals(ctx context.Context, since time.Time) (member.Arrivals, error)
}

var _ Office = (*member.Office)(nil)

// OfficeRoutes adds the back office's calls, and what other services and the dashboard ask about members.
func OfficeRoutes(r gin.IRouter, desk Office, edge *server.Edge, decode *server.Decoder, now func() time.Time) {
	o := office{desk, decode}
	guarded := func(p adminapi.Permission, h server.Handler) gin.HandlerFunc { return edge.JSON(staff.Guard(p, h)) }
	r.GET(memberapi.PathOfficeMembers, guarded(adminapi.MemberRead, o.list))
	r.GET(memberapi.PathOfficeMembers+"/:id", guarded(adminapi.MemberRead, o.profile))
	r.GET(memberapi.PathOfficeMembers+"/:id"+memberapi.PathOfficeLedger, guarded(adminapi.MemberRead, o.history))
	r.POST(memberapi.PathOfficeMembers+"/:id"+memberapi.PartFreeze, guarded(adminapi.MemberWrite, o.set(desk.Freeze)))
	r.POST(memberapi.PathOfficeMembers+"/:id"+memberapi.PartUnfreeze, guarded(adminapi.MemberWrite, o.set(desk.Unfreeze)))
	r.POST(memberapi.PathPointsAdjust, guarded(adminapi.MemberWrite, o.adjust))
	r.GET(memberapi.PathOfficeLevels, guarded(adminapi.MemberRead, o.levels))
	r.POST(memberapi.PathOfficeLevels, guarded(adminapi.MemberWrite, o.saveLevel))
	r.PUT(memberapi.PathOfficeLevels, guarded(adminapi.MemberWrite, o.saveLevel))
	r.POST(memberapi.PathExist, edge.JSON(o.exist))
	r.GET(memberapi.PathSummary, edge.JSON(newSummary(desk, now).answer))
}

type office struct {
	desk   Office
	decode *server.Decoder
}

// query is what the list of members is asked by.
type query struct {
	Keyword string    `form:"keyword"`
	LevelID int64     `form:"levelId"`
	State   string    `form:"state"`
	From    time.Time `form:"from" time_format:"2006-01-02T15:04:05Z07:00"`
	To      time.Time `form:"to" time_format:"2006-01-02T15:04:05Z07:00"`
	Sort    string    `form:"sort"`
}

func (o office) list(c *gin.Context) error {
	var q query
	if err := c.ShouldBindQuery(&q); err != nil {
		return apperr.ErrInvalid.Wrap(err)
	}
	page, err := server.Paging(c)
	if err != nil {
		return err
	}
	wish := member.Query{Keyword: q.Keyword, LevelID: q.LevelID, From: q.From, To: q.To, Page: page}
	var known bool
	if wish.Sort, wish.Down, known = member.SortOf(q.Sort); !known {
		return apperr.ErrInvalid.WithField("sort", "unknown")
	}
	switch q.State {
	case "":
	case stateActive, stateFrozen:
		active := q.State == stateActive
		wish.Active = &active
	default:
		return apperr.ErrInvalid.WithField("state", "unknown")
	}
	items, total, err := o.desk.Accounts(c.Request.Context(), wish)
	if err != nil {
		return err
	}
	phone := phones(c)
	c.JSON(http.StatusOK, paging.Show(items, total, page, func(a member.Account) memberapi.OfficeMember { return account(a, phone) }))
	return nil
}

// The names of an account's states.
const (
	stateActive = "active"
	stateFrozen = "frozen"
)

// phones is how phones are shown to whoever asks: in full to those who may change members, masked to all others.
func phones(c *gin.Context) func(string) string {
	if who, err := staff.Of(c.Request.Context()); err == nil && who.May(adminapi.MemberWrite) {
		return func(phone string) string { return phone }
	}
	return member.MaskPhone
}

func account(a member.Account, phone func(string) string) memberapi.OfficeMember {
	shown := memberapi.OfficeMember{
		ID: a.ID, Username: a.Username, Nickname: a.Nickname, Phone: phone(a.Phone), Level: memberapi.LevelName{ID: a.Level.ID, Name: a.Level.Name},
		State: stateActive, Points: a.Points, Frozen: a.Frozen, Growth: a.Growth, JoinedAt: a.Joined, LoginAt: when(a.LoginAt),
	}
	if !a.Active {
		shown.State = stateFrozen
	}
	return shown
}

func (o office) profile(c *gin.Context) error {
	id, err := server.ID(c, "id")
	if err != nil {
		return err
	}
	p, err := o.desk.Profile(c.Request.Context(), id)
	if err != nil {
		return err
	}
	phone := phones(c)
	shown := memberapi.OfficeProfile{
		OfficeMember: account(p.Account, phone), FrozenAt: when(p.FrozenAt), FrozenReason: p.FrozenReason, Favourites: p.Favourites,
		Addresses: make([]memberapi.OfficeAddress, len(p.Addresses)),
	}
	for i, a := range p.Addresses {
		shown.Addresses[i] = memberapi.OfficeAddress{Name: a.Name, Phone: phone(a.Phone), Address: a.Line(), IsDefault: a.IsDefault}
	}
	c.JSON(http.StatusOK, shown)
	return nil
}

// when is a time that may be none.
func when(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	return &at
}

func (o office) history(c *gin.Context) error {
	id, err := server.ID(c, "id")
	if err != nil {
		return err
	}
	page, err := server.Paging(c)
	if err != nil {
		return err
	}
	of := member.Ledger(c.DefaultQuery("kind", memberapi.KindPoints))
	if of != member.LedgerPoints && of != member.LedgerGrowth {
		return apperr.ErrInvalid.WithField("kind", "unknown")
	}
	entries, total, err := o.desk.History(c.Request.Context(), id, of, page)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, paging.Show(entries, total, page, func(e member.Entry) memberapi.OfficeEntry {
		return memberapi.OfficeEntry{At: e.At, Change: e.Change, Reason: string(e.Reason), Note: e.Note, OrderSn: e.OrderSn}
	}))
	return nil
}

// set freezes an account, or lets it in again.
func (o office) set(do func(ctx context.Context, memberID int64, reason string, by adminapi.By) (member.Account, error)) server.Handler {
	return func(c *gin.Context) error {
		who, err := staff.By(c)
		if err != nil {
			return err
		}
		id, err := server.ID(c, "id")
		if err != nil {
			return err
		}
		var in memberapi.Freezing
		if err := o.decode.JSON(c, &in); err != nil {
			return err
		}
		now, err := do(c.Request.Context(), id, in.Reason, who)
		if err != nil {
			return err
		}
		c.JSON(http.StatusOK, account(now, phones(c)))
		return nil
	}
}

func (o office) adjust(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	var in memberapi.PointsAdjustment
	if err := o.decode.JSON(c, &in); err != nil {
		return err
	}
	if in.Key == "" {
		in.Key = uuid.NewString()
	}
	now, err := o.desk.AdjustPoints(c.Request.Context(), member.PointsChange{
		MemberID: in.MemberID, Of: member.Ledger(in.Kind), Change: in.Change, Reason: in.Reason, Key: in.Key,
	}, who)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, account(now, phones(c)))
	return nil
}

func level(l member.LevelRule) memberapi.OfficeLevel {
	return memberapi.OfficeLevel{
		ID: l.ID, Name: l.Name, GrowthFrom: l.GrowthPoint, FreeFreightFrom: l.FreeFreightFrom, CommentGrowth: l.CommentGrowth, MemberPrice: l.MemberPrice,
		Birthday: l.Birthday, Note: l.Note, IsDefault: l.Default, Members: l.Members, Version: l.Version,
	}
}

func (o office) levels(c *gin.Context) error {
	all, err := o.desk.LevelRules(c.Request.Context())
	if err != nil {
		return err
	}
	shown := make([]memberapi.OfficeLevel, len(all))
	for i, l := range all {
		shown[i] = level(l)
	}
	c.JSON(http.StatusOK, shown)
	return nil
}

// saveLevel adds a level (POST), or changes the one that the body names (PUT).
func (o office) saveLevel(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	var in memberapi.NewLevel
	if err := o.decode.JSON(c, &in); err != nil {
		return err
	}
	status := http.StatusCreated
	if c.Request.Method == http.MethodPut {
		status = http.StatusOK
		if in.ID == 0 {
			return apperr.ErrInvalid.WithField("id", "required")
		}
	} else {
		in.ID = 0
	}
	wish := member.LevelRule{CommentGrowth: in.CommentGrowth, Birthday: in.Birthday, Note: in.Note, Version: in.Version}
	wish.Level = member.Level{ID: in.ID, Name: in.Name, GrowthPoint: in.GrowthFrom, FreeFreightFrom: in.FreeFreightFrom, MemberPrice: in.MemberPrice}
	saved, err := o.desk.SaveLevel(c.Request.Context(), wish, who)
	if err != nil {
		return err
	}
	c.JSON(status, level(saved))
	return nil
}

func (o office) exist(c *gin.Context) error {
	var in memberapi.Exist
	if err := o.decode.JSON(c, &in); err != nil {
		return err
	}
	known, err := o.desk.Known(c.Request.Context(), in.IDs)
	if err != nil {
		return err
	}
	answer := memberapi.Existing{Members: make([]memberapi.Known, len(known))}
	for i, k := range known {
		answer.Members[i] = memberapi.Known(k)
	}
	c.JSON(http.StatusOK, answer)
	return nil
}
