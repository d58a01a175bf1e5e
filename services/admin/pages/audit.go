package pages

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/csvfile"
	"gulimall/pkg/i18n"
	"gulimall/pkg/paging"
	"gulimall/services/admin"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// auditPage is how many lines of the log one page has.
const auditPage = 50

// areaNames are the services that write to the log.
func areaNames() []string {
	return []string{"admin", "ware", "coupon", "order", "payment", "product", "member"}
}

func (p pages) audit(c *gin.Context) error {
	q, err := asked(c)
	if err != nil {
		return err
	}
	ctx, words := c.Request.Context(), p.frame.Words(c)
	found, err := p.uc.Audit(ctx, q)
	if err != nil {
		return err
	}
	roles, err := p.roleNames(ctx)
	if err != nil {
		return err
	}
	shown := page.AdminAudit{
		AdminBase: p.frame.Base(c, words.T("admin.page.audit"), "audit"), Object: q.Object, From: c.Query("from"), To: c.Query("to"), CSV: frame.File(c),
		Filtered: q.StaffID != 0 || q.Area != "" || q.Action != "" || q.Object != "" || !q.From.IsZero() || !q.To.IsZero(),
		Pager: page.NewPager(found.Page, found.PageSize, int(found.Total), func(n int) string {
			query := maps.Clone(c.Request.URL.Query())
			query.Set("page", strconv.Itoa(n))
			return "/audit.html?" + query.Encode()
		}),
	}
	if err := p.auditFilters(ctx, &shown, q, words); err != nil {
		return err
	}
	for _, e := range found.Items {
		one := entry(e, words, roles)
		one.URL = p.leads(c, e)
		shown.Entries = append(shown.Entries, one)
	}
	return p.frame.Show(c, http.StatusOK, "adminaudit", shown)
}

// auditFilters fills in what the log can be asked by: who, where, and what has been done so far.
func (p pages) auditFilters(ctx context.Context, shown *page.AdminAudit, q admin.AuditQuery, words *i18n.Words) error {
	people, _, err := p.uc.People(ctx, admin.StaffQuery{Page: paging.Whole(csvfile.MostRows)})
	if err != nil {
		return err
	}
	for _, s := range people {
		shown.People = append(shown.People, page.Option{Value: strconv.FormatInt(s.ID, 10), Label: s.Name + " " + s.Account, Selected: s.ID == q.StaffID})
	}
	for _, name := range areaNames() {
		shown.Areas = append(shown.Areas, page.Option{Value: name, Label: words.T("admin.area." + name), Selected: name == q.Area})
	}
	actions, err := p.uc.Actions(ctx)
	if err != nil {
		return err
	}
	for _, name := range actions {
		shown.Actions = append(shown.Actions, page.Option{Value: name, Label: named(words, "admin.action.", name), Selected: name == q.Action})
	}
	return nil
}

// named is a name in words; one that is newer than the words stands for itself.
func named(words *i18n.Words, prefix, name string) string {
	if text, err := words.Text(prefix + name); err == nil {
		return text
	}
	return name
}

// leads is the page of what an entry was done to, where there is one that whoever looks may see.
func (p pages) leads(c *gin.Context, e adminapi.AuditEntry) string {
	thing, verb, _ := strings.Cut(e.Action, ".")
	path, needs := "", adminapi.Permission("")
	switch thing {
	case "order", "return":
		path, needs = "/order/order.html?orderSn=", adminapi.OrderRead
	case "member", "points", "growth":
		path, needs = "/member/member.html?id=", adminapi.MemberRead
	case "coupon":
		path, needs = "/coupon/coupon.html?id=", adminapi.CouponRead
	case "spu":
		path, needs = "/product/spu.html?id=", adminapi.ProductRead
	case "purchase":
		path, needs = "/ware/purchase.html?id=", adminapi.WareRead
	case "stocktaking":
		path, needs = "/ware/stocktaking.html?id=", adminapi.WareRead
	}
	if path == "" || verb == "removed" || !p.frame.May(c, needs) {
		return ""
	}
	return path + url.QueryEscape(e.Object)
}

// roleNames are the names of the roles by their numbers, as the log has them.
func (p pages) roleNames(ctx context.Context) (map[string]string, error) {
	all, err := p.allRoles(ctx)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, r := range all {
		names[strconv.FormatInt(r.ID, 10)] = r.Name
	}
	return names, nil
}

// auditCSV is the log with its filters, all pages of it.
func (p pages) auditCSV(c *gin.Context) error {
	q, err := asked(c)
	if err != nil {
		return err
	}
	found, err := p.uc.AuditFile(c.Request.Context(), q)
	if err != nil {
		return err
	}
	roles, err := p.roleNames(c.Request.Context())
	if err != nil {
		return err
	}
	words, lines := p.frame.Words(c), make([][]string, len(found))
	for i, e := range found {
		var told []string
		for _, change := range changes(e, words, roles) {
			told = append(told, words.T("admin.named_value", "Name", change.Field, "Value", change.Text()))
		}
		lines[i] = []string{
			e.At.Format(time.RFC3339), e.Account, e.Address, words.T("admin.area." + e.Area), named(words, "admin.action.", e.Action), e.Object, strings.Join(told, "\n"), e.TraceID,
		}
	}
	return frame.SendCSV(c, "audit", []string{
		words.T("admin.at"), words.T("admin.who"), words.T("admin.address"), words.T("admin.where"), words.T("admin.what"), words.T("admin.object"),
		words.T("admin.changes"), words.T("admin.trace"),
	}, lines)
}

// asked reads which lines are wanted. Days are those of the shop's zone; the last one counts whole.
func asked(c *gin.Context) (admin.AuditQuery, error) {
	q := admin.AuditQuery{Area: c.Query("area"), Action: c.Query("action"), Object: strings.TrimSpace(c.Query("object")), PageSize: auditPage}
	var err error
	if q.StaffID, err = number(c.Query("staffId"), apperr.ErrInvalid.WithField("staffId", "invalid")); err != nil {
		return q, err
	}
	if n, err := strconv.Atoi(c.Query("page")); err == nil {
		q.Page = n
	}
	q.From, q.To, err = frame.Days(c)
	return q, err
}

func entry(e adminapi.AuditEntry, words *i18n.Words, roles map[string]string) page.AdminEntry {
	return page.AdminEntry{
		At: e.At, Account: e.Account, Address: e.Address, Area: e.Area, Action: e.Action, Object: e.Object, TraceID: e.TraceID,
		Changes: changes(e, words, roles),
	}
}
