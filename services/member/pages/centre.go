package pages

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/server"
	"gulimall/services/member"
	"gulimall/web/frame"
	"gulimall/web/page"
)

func (p pages) home(c *gin.Context, memberID int64) error {
	ctx := c.Request.Context()
	m, err := p.Members.Find(ctx, memberID)
	if err != nil {
		return err
	}
	levels, err := p.Members.Levels(ctx)
	if err != nil {
		return err
	}
	next, ok := member.NextLevel(levels, m.Growth)
	shown := page.MemberHome{Base: p.base(c, "会员中心", "/", m), Points: standing(m)}
	if ok {
		shown.NextLevel, shown.NextGrowth = next.Name, next.GrowthPoint
	}
	if mine, err := p.Coupons.Mine(ctx, memberID, couponapi.StateUnused); err == nil {
		n := len(mine)
		shown.UnusedCoupons = &n
	}
	list := p.Frame.Hosts().Order("/list.html")
	shown.OrderTabs = []page.Tab{{Label: "全部订单", URL: list}}
	for _, tab := range [][2]string{{"待付款", "pending_payment"}, {"待发货", "paid"}, {"待收货", "shipped"}, {"已完成", "completed"}} {
		shown.OrderTabs = append(shown.OrderTabs, page.Tab{Label: tab[0], URL: list + "?status=" + tab[1]})
	}
	return p.Frame.Show(c, http.StatusOK, "memberhome", shown)
}

// entriesPerPage is how many lines of the ledger a page shows.
const entriesPerPage = 20

// maxPage keeps the number of a page from overflowing.
const maxPage = 100_000

func (p pages) points(c *gin.Context, memberID int64) error {
	ctx := c.Request.Context()
	n, err := server.Int(c, "page", 1, 1, maxPage)
	if err != nil {
		return err
	}
	m, err := p.Members.Find(ctx, memberID)
	if err != nil {
		return err
	}
	entries, total, err := p.Members.History(ctx, memberID, member.LedgerPoints, (int(n)-1)*entriesPerPage, entriesPerPage)
	if err != nil {
		return err
	}
	shown := page.Points{Base: p.base(c, "我的积分", "/points.html", m), Summary: standing(m)}
	for _, e := range entries {
		shown.History = append(shown.History, page.PointsEntry{At: e.At, Change: e.Change, Reason: e.Note, OrderSn: e.OrderSn})
	}
	shown.Pager = page.NewPager(int(n), entriesPerPage, total, func(n int) string { return "/points.html?page=" + strconv.Itoa(n) })
	return p.Frame.Show(c, http.StatusOK, "points", shown)
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
		c.Redirect(http.StatusSeeOther, p.Frame.Hosts().Member("/profile.html"))
		return nil
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
		Base: p.base(c, "个人资料", "/profile.html", m), Username: m.Username, Nickname: nickname, Phone: masked(m.Phone), Level: m.Level.Name,
		Points: standing(m), Editable: true,
	}
	shown.Errors = wrong
	return p.Frame.Show(c, status, "profile", shown)
}

// masked hides the middle of a phone.
func masked(phone string) string {
	if len(phone) != 11 {
		return phone
	}
	return phone[:3] + "****" + phone[7:]
}
