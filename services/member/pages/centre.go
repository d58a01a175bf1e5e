package pages

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/i18n"
	"gulimall/pkg/server"
	"gulimall/services/member"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// entriesPerPage is how many lines of a ledger a page shows.
const entriesPerPage = 20

// maxPage keeps the number of a page from overflowing.
const maxPage = 100_000

// points shows the levels and one of the two ledgers.
func (p pages) points(c *gin.Context, memberID int64) error {
	ctx, words := c.Request.Context(), p.Frame.Words(c)
	n, err := server.Int(c, "page", 1, 1, maxPage)
	if err != nil {
		return err
	}
	of := member.LedgerPoints
	if c.Query("of") == string(member.LedgerGrowth) {
		of = member.LedgerGrowth
	}
	m, err := p.Members.Find(ctx, memberID)
	if err != nil {
		return err
	}
	levels, err := p.Members.Levels(ctx)
	if err != nil {
		return err
	}
	entries, total, err := p.Members.History(ctx, memberID, of, (int(n)-1)*entriesPerPage, entriesPerPage)
	if err != nil {
		return err
	}
	shown := page.Points{
		Base: p.base(c, words.T("member.points_title"), pointsPath, m), Summary: summary(m), Standing: standing(levels, m), Of: string(of),
		Tabs: []page.Tab{
			{Label: words.T("member.points_unit"), URL: pointsPath, Selected: of == member.LedgerPoints},
			{Label: words.T("member.growth"), URL: pointsPath + "?of=growth", Selected: of == member.LedgerGrowth},
		},
		Pager: page.NewPager(int(n), entriesPerPage, total, func(n int) string { return pointsPath + "?of=" + string(of) + "&page=" + strconv.Itoa(n) }),
	}
	for _, l := range levels {
		shown.Levels = append(shown.Levels, level(l, l.ID == m.Level.ID))
	}
	for _, e := range entries {
		shown.History = append(shown.History, page.PointsEntry{At: e.At, Change: e.Change, Reason: reason(words, e), OrderSn: e.OrderSn})
	}
	return p.Frame.Show(c, http.StatusOK, "points", shown)
}

// reason says why a line stands in a ledger; campaigns and staff have said so themselves.
func reason(words *i18n.Words, e member.Entry) string {
	if e.Note != "" {
		return e.Note
	}
	return words.T("member.reason." + string(e.Reason))
}

func (p pages) profile(c *gin.Context, memberID int64) error {
	m, err := p.Members.Find(c.Request.Context(), memberID)
	if err != nil {
		return err
	}
	return p.showProfile(c, http.StatusOK, m, m.Nickname, page.FormErrors{})
}

func (p pages) rename(c *gin.Context, memberID int64) error {
	ctx, nickname := c.Request.Context(), c.PostForm("nickname")
	err := p.Members.Rename(ctx, memberID, nickname)
	if err == nil {
		return p.done(c, page.FlashSuccess, "member.profile_saved", profilePath)
	}
	if !frame.Expected(err) {
		return err
	}
	m, findErr := p.Members.Find(ctx, memberID)
	if findErr != nil {
		return findErr
	}
	status, form := p.refuse(c, err)
	return p.showProfile(c, status, m, nickname, form)
}

func (p pages) showProfile(c *gin.Context, status int, m member.Member, nickname string, wrong page.FormErrors) error {
	shown := page.Profile{
		Base: p.base(c, p.Frame.Words(c).T("member.profile"), profilePath, m), Username: m.Username, Nickname: nickname, Phone: member.MaskPhone(m.Phone),
		Level: m.Level.Name, Joined: m.Joined,
	}
	shown.Errors = wrong
	return p.Frame.Show(c, status, "profile", shown)
}
