package pages

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/i18n"
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
	found, err := p.uc.Audit(c.Request.Context(), q)
	if err != nil {
		return err
	}
	people, err := p.uc.People(c.Request.Context())
	if err != nil {
		return err
	}
	words := p.frame.Words(c)
	shown := page.AdminAudit{
		AdminBase: p.frame.Base(c, words.T("admin.page.audit"), "audit"), Object: q.Object, From: c.Query("from"), To: c.Query("to"),
		Filtered: q.StaffID != 0 || q.Area != "" || q.Object != "" || !q.From.IsZero() || !q.To.IsZero(),
		Pager: page.NewPager(found.Page, found.PageSize, int(found.Total), func(n int) string {
			query := maps.Clone(c.Request.URL.Query())
			query.Set("page", strconv.Itoa(n))
			return "/audit.html?" + query.Encode()
		}),
	}
	for _, s := range people {
		shown.People = append(shown.People, page.Option{Value: strconv.FormatInt(s.ID, 10), Label: s.Name + " " + s.Account, Selected: s.ID == q.StaffID})
	}
	for _, name := range areaNames() {
		shown.Areas = append(shown.Areas, page.Option{Value: name, Label: words.T("admin.area." + name), Selected: name == q.Area})
	}
	for _, e := range found.Items {
		shown.Entries = append(shown.Entries, entry(e, words))
	}
	return p.frame.Show(c, http.StatusOK, "adminaudit", shown)
}

// asked reads which lines are wanted. Days are those of the shop's zone; the last one counts whole.
func asked(c *gin.Context) (admin.AuditQuery, error) {
	q := admin.AuditQuery{Area: c.Query("area"), Object: strings.TrimSpace(c.Query("object")), PageSize: auditPage}
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

func entry(e adminapi.AuditEntry, words *i18n.Words) page.AdminEntry {
	return page.AdminEntry{
		At: e.At, Account: e.Account, Address: e.Address, Area: e.Area, Action: e.Action, Object: e.Object, TraceID: e.TraceID,
		Changes: changes(e.Before, e.After, words),
	}
}

// changes lists what is different after a change, value by value.
func changes(before, after json.RawMessage, words *i18n.Words) []page.AdminChange {
	was, is := values(before), values(after)
	names := slices.Collect(maps.Keys(was))
	for name := range is {
		if _, known := was[name]; !known {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	var found []page.AdminChange
	for _, name := range names {
		if bytes.Equal(was[name], is[name]) {
			continue
		}
		found = append(found, page.AdminChange{Field: name, Before: said(name, was[name], words), After: said(name, is[name], words)})
	}
	return found
}

func values(body json.RawMessage) map[string]json.RawMessage {
	all := map[string]json.RawMessage{}
	if len(body) > 0 && json.Unmarshal(body, &all) != nil {
		return map[string]json.RawMessage{"": body} // no object: shown as it is
	}
	return all
}

// wording is where the catalogues have the words of a field's values.
func wording(field string) string {
	switch field {
	case "permissions":
		return "admin.permission."
	case "state":
		return "admin.purchase."
	case "needs":
		return "admin.need."
	}
	return ""
}

// said is a value as people read it: texts without quotes and, where the catalogues know them, in words; lists with commas; yes and no.
func said(field string, value json.RawMessage, words *i18n.Words) string {
	var text string
	var list []json.RawMessage
	var object map[string]json.RawMessage
	var yes bool
	var parts []string
	switch {
	case len(value) == 0 || string(value) == "null":
		return ""
	case json.Unmarshal(value, &text) == nil:
		if prefix := wording(field); prefix != "" {
			if known, err := words.Text(prefix + text); err == nil {
				return known
			}
		}
		return text
	case json.Unmarshal(value, &yes) == nil:
		if yes {
			return words.T("admin.yes")
		}
		return words.T("admin.no")
	case json.Unmarshal(value, &list) == nil:
		for _, one := range list {
			parts = append(parts, said(field, one, words))
		}
	case json.Unmarshal(value, &object) == nil:
		for _, name := range slices.Sorted(maps.Keys(object)) {
			parts = append(parts, words.T("admin.named_value", "Name", name, "Value", said(field, object[name], words)))
		}
	default:
		return string(value)
	}
	return strings.Join(parts, words.T("admin.comma"))
}
