package pages

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/csvfile"
	"gulimall/pkg/paging"
	"gulimall/pkg/server"
	"gulimall/services/member"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// Desk is what the back office's pages need of the members desk.
type Desk interface {
	Accounts(ctx context.Context, q member.Query) ([]member.Account, int64, error)
	Profile(ctx context.Context, memberID int64) (member.Profile, error)
	History(ctx context.Context, memberID int64, of member.Ledger, page paging.Page) ([]member.Entry, int64, error)
	Freeze(ctx context.Context, memberID int64, reason string, by adminapi.By) (member.Account, error)
	Unfreeze(ctx context.Context, memberID int64, reason string, by adminapi.By) (member.Account, error)
	AdjustPoints(ctx context.Context, p member.PointsChange, by adminapi.By) (member.Account, error)
	LevelRules(ctx context.Context) ([]member.LevelRule, error)
	SaveLevel(ctx context.Context, wish member.LevelRule, by adminapi.By) (member.LevelRule, error)
}

var _ Desk = (*member.Office)(nil)

// OfficeRoutes adds the pages of the members desk, each by the permission that the same call of the API asks for.
func OfficeRoutes(r gin.IRouter, desk Desk, next Beside, f *frame.Office, decode *server.Decoder) {
	o := office{desk, next, f, decode}
	form := func(path string, show, save server.Handler) {
		r.GET(path, f.Page(adminapi.MemberWrite, show))
		r.POST(path, f.Page(adminapi.MemberWrite, save))
	}
	r.GET("/member/members.html", f.Page(adminapi.MemberRead, o.members))
	r.GET("/member/members.csv", f.Page(adminapi.MemberRead, o.membersCSV))
	r.GET("/member/member.html", f.Page(adminapi.MemberRead, o.member))
	r.GET("/member/member.csv", f.Page(adminapi.MemberRead, o.ledgerCSV))
	r.GET("/member/levels.html", f.Page(adminapi.MemberRead, o.levels))
	r.GET("/member/levels.csv", f.Page(adminapi.MemberRead, o.levelsCSV))
	form("/member/points.html", o.pointsPage, o.points)
	form("/member/freeze.html", o.freezePage, o.freeze)
	form("/member/level.html", o.levelPage, o.saveLevel)
}

type office struct {
	desk   Desk
	next   Beside
	frame  *frame.Office
	decode *server.Decoder
}

// columns are the list's; those that it can be sorted by are named as member.Sort names them.
func columns() []frame.Column {
	return []frame.Column{
		{Key: "username"},
		{Key: "phone"},
		{Key: "level"},
		{Key: "state"},
		{Key: string(member.ByPoints), Sorts: true, Numbers: true},
		{Key: string(member.ByGrowth), Sorts: true, Numbers: true},
		{Key: string(member.ByJoined), Sorts: true},
		{Key: string(member.ByLogin), Sorts: true},
	}
}

// asked reads which members are wanted. Days are those of the shop's zone; the last one counts whole.
func asked(c *gin.Context) (member.Query, error) {
	q := member.Query{Keyword: strings.TrimSpace(c.Query("keyword")), LevelID: frame.Number(c.Query("levelId")), Page: frame.Sheet(c)}
	if state := c.Query("state"); state != "" {
		active := state == "active"
		q.Active = &active
	}
	key, down := frame.Sorting(c, columns(), "-"+string(member.ByJoined))
	q.Sort, q.Down = member.Sort(key), down
	var err error
	q.From, q.To, err = frame.Days(c)
	return q, err
}

// phone is a phone as whoever asks may see it.
func (o office) phone(c *gin.Context, phone string) string {
	if o.frame.May(c, adminapi.MemberWrite) {
		return phone
	}
	return member.MaskPhone(phone)
}

func (o office) shown(c *gin.Context, a member.Account) page.AdminMember {
	return page.AdminMember{
		ID: a.ID, Username: a.Username, Nickname: a.Nickname, Phone: o.phone(c, a.Phone), Level: a.Level.Name, Active: a.Active,
		Points: a.Points, Kept: a.Frozen, Growth: a.Growth, JoinedAt: a.Joined, LoginAt: a.LoginAt,
	}
}

func (o office) members(c *gin.Context) error {
	q, err := asked(c)
	if err != nil {
		return err
	}
	found, total, err := o.desk.Accounts(c.Request.Context(), q)
	if err != nil {
		return err
	}
	levels, err := o.desk.LevelRules(c.Request.Context())
	if err != nil {
		return err
	}
	shown := page.AdminMembers{
		AdminBase: o.frame.Base(c, o.frame.Words(c).T("admin.page.members"), "members"), Keyword: q.Keyword, From: c.Query("from"), To: c.Query("to"),
		States: o.frame.Options(c, "people.state.", c.Query("state"), "active", "frozen"), Pager: frame.Pager(c, q.Page, total), CSV: frame.File(c),
		Heads:    frame.Heads(c, columns(), string(q.Sort), q.Down),
		Filtered: q.Keyword != "" || q.LevelID != 0 || q.Active != nil || !q.From.IsZero() || !q.To.IsZero(),
	}
	for _, l := range levels {
		shown.Levels = append(shown.Levels, page.Option{Value: number(l.ID), Label: l.Name, Selected: l.ID == q.LevelID})
	}
	for _, a := range found {
		shown.Members = append(shown.Members, o.shown(c, a))
	}
	return o.frame.Show(c, http.StatusOK, "adminmembers", shown)
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

// membersCSV is the list with its filters, all pages of it.
func (o office) membersCSV(c *gin.Context) error {
	q, err := asked(c)
	if err != nil {
		return err
	}
	q.Page = paging.Whole(csvfile.MostRows)
	found, _, err := o.desk.Accounts(c.Request.Context(), q)
	if err != nil {
		return err
	}
	words, lines := o.frame.Words(c), make([][]string, len(found))
	for i, a := range found {
		m := o.shown(c, a)
		state := "active"
		if !m.Active {
			state = "frozen"
		}
		lines[i] = []string{
			number(m.ID), m.Username, m.Nickname, m.Phone, m.Level, words.T("people.state." + state), number(m.Points), number(m.Kept), number(m.Growth),
			m.JoinedAt.Format(time.RFC3339), moment(m.LoginAt),
		}
	}
	return frame.SendCSV(c, "members", []string{
		words.T("people.number"), words.T("people.username"), words.T("people.nickname"), words.T("admin.field.phone"), words.T("people.level"),
		words.T("admin.state"), words.T("people.points"), words.T("people.kept"), words.T("people.growth"), words.T("people.joined"), words.T("admin.login_at"),
	}, lines)
}

// moment is a time of a file; there may be none.
func moment(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.Format(time.RFC3339)
}

// named reads the number of the member that a page is about.
func named(c *gin.Context) (int64, error) {
	id := frame.Number(c.Query("id"))
	if id < 1 {
		return 0, member.ErrNoMember
	}
	return id, nil
}

// ledger is the ledger that a page shows.
func ledger(c *gin.Context) member.Ledger {
	if c.Query("kind") == string(member.LedgerGrowth) {
		return member.LedgerGrowth
	}
	return member.LedgerPoints
}

func (o office) member(c *gin.Context) error {
	id, err := named(c)
	if err != nil {
		return err
	}
	p, err := o.desk.Profile(c.Request.Context(), id)
	if err != nil {
		return err
	}
	at, of := frame.Sheet(c), ledger(c)
	entries, total, err := o.desk.History(c.Request.Context(), id, of, at)
	if err != nil {
		return err
	}
	words := o.frame.Words(c)
	shown := page.AdminMemberDesk{
		AdminBase: o.frame.Base(c, p.Username, "members"), AdminMember: o.shown(c, p.Account), FrozenAt: p.FrozenAt, FrozenReason: p.FrozenReason,
		Favourites: p.Favourites, Pager: frame.Pager(c, at, total), CSV: frame.File(c), MayWrite: o.frame.May(c, adminapi.MemberWrite),
	}
	shown.Orders, shown.Coupons = o.beside(c, id)
	for _, kind := range []member.Ledger{member.LedgerPoints, member.LedgerGrowth} {
		shown.Tabs = append(shown.Tabs, page.Tab{
			Label: words.T("people." + string(kind)), URL: frame.Address(c, "kind", string(kind), "page", ""), Selected: kind == of,
		})
	}
	for _, a := range p.Addresses {
		shown.Addresses = append(shown.Addresses, page.AdminMemberAddress{Name: a.Name, Phone: o.phone(c, a.Phone), Line: a.Line(), IsDefault: a.IsDefault})
	}
	for _, e := range entries {
		shown.Entries = append(shown.Entries, page.PointsEntry{At: e.At, Change: e.Change, Reason: reason(words, e), OrderSn: e.OrderSn})
	}
	return o.frame.Show(c, http.StatusOK, "adminmember", shown)
}
