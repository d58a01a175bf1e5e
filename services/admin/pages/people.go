package pages

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/csvfile"
	"gulimall/pkg/paging"
	"gulimall/pkg/staff"
	"gulimall/services/admin"
	"gulimall/web/frame"
	"gulimall/web/page"
)

func staffColumns() []frame.Column {
	return []frame.Column{
		{Key: "staff_account", Sorts: true},
		{Key: "staff_name", Sorts: true},
		{Key: "staff_roles"},
		{Key: "staff_state"},
		{Key: "staff_login", Sorts: true},
		{Key: "staff_created", Sorts: true},
	}
}

// staffQuery reads what the list is asked for.
func staffQuery(c *gin.Context) (q admin.StaffQuery, key string) {
	key, q.Down = frame.Sorting(c, staffColumns(), "staff_account")
	switch key {
	case "staff_name":
		q.Order = admin.StaffByName
	case "staff_login":
		q.Order = admin.StaffByLogin
	case "staff_created":
		q.Order = admin.StaffByCreation
	}
	q.Text, q.RoleID, q.Page = strings.TrimSpace(c.Query("text")), frame.Wanted(c, "roleId"), frame.Sheet(c)
	if active := c.Query("active"); active == "true" || active == "false" {
		yes := active == "true"
		q.Active = &yes
	}
	return q, key
}

func (p pages) people(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	q, key := staffQuery(c)
	found, total, err := p.uc.People(ctx, q)
	if err != nil {
		return err
	}
	roles, err := p.allRoles(ctx)
	if err != nil {
		return err
	}
	shown := page.AdminStaff{
		AdminBase: p.frame.Base(c, p.title(c, "admin.page.staff"), "staff"), Text: q.Text, Roles: options(roles, []int64{q.RoleID}),
		States: p.frame.Options(c, "admin.staff_active.", c.Query("active"), "true", "false"), Filtered: q.Text != "" || q.RoleID != 0 || q.Active != nil,
		CSV: frame.File(c), Heads: frame.Heads(c, staffColumns(), key, q.Down), Pager: frame.Pager(c, q.Page, total),
	}
	for _, s := range found {
		shown.People = append(shown.People, person(s, roles, who.StaffID))
	}
	return p.frame.Show(c, http.StatusOK, "adminstaff", shown)
}

// peopleCSV is the list with its filters as a file, all pages of it.
func (p pages) peopleCSV(c *gin.Context) error {
	ctx := c.Request.Context()
	q, _ := staffQuery(c)
	q.Page = paging.Whole(csvfile.MostRows)
	found, _, err := p.uc.People(ctx, q)
	if err != nil {
		return err
	}
	roles, err := p.allRoles(ctx)
	if err != nil {
		return err
	}
	words, lines := p.frame.Words(c), make([][]string, len(found))
	for i, s := range found {
		one := person(s, roles, 0)
		state, loginAt := "admin.closed", ""
		if one.Active {
			state = "admin.active"
		}
		if !one.LoginAt.IsZero() {
			loginAt = one.LoginAt.Format(time.RFC3339)
		}
		lines[i] = []string{one.Account, one.Name, strings.Join(one.Roles, words.T("admin.comma")), words.T(state), loginAt, one.CreatedAt.Format(time.RFC3339)}
	}
	var head []string
	for _, column := range staffColumns() {
		head = append(head, words.T("admin.column."+column.Key))
	}
	return frame.SendCSV(c, "staff", head, lines)
}

// allRoles are the roles to choose from.
func (p pages) allRoles(ctx context.Context) ([]admin.Role, error) {
	all, _, err := p.uc.Roles(ctx, admin.RoleQuery{Page: paging.Whole(csvfile.MostRows)})
	return all, err
}

// person is an account as pages show it, self being whoever looks.
func person(s admin.Staff, roles []admin.Role, self int64) page.AdminPerson {
	shown := page.AdminPerson{
		ID: s.ID, Account: s.Account, Name: s.Name, Active: s.Active, Self: s.ID == self, CreatedAt: s.CreatedAt, LoginAt: s.LoginAt,
	}
	for _, r := range roles {
		if slices.Contains(s.RoleIDs, r.ID) {
			shown.Roles = append(shown.Roles, r.Name)
		}
	}
	return shown
}

func (p pages) personPage(c *gin.Context) error {
	id, err := number(c.Query("id"), admin.ErrNoStaff)
	if err != nil {
		return err
	}
	s := admin.Staff{Active: true}
	if id != 0 {
		now, err := p.uc.Find(c.Request.Context(), id)
		if err != nil {
			return err
		}
		s = now.Staff
	}
	return p.showPerson(c, http.StatusOK, s, nil, page.FormErrors{})
}

func (p pages) showPerson(c *gin.Context, status int, s admin.Staff, present *admin.Staff, wrong page.FormErrors) error {
	roles, err := p.allRoles(c.Request.Context())
	if err != nil {
		return err
	}
	title := "admin.staff_add"
	if s.ID != 0 {
		title = "admin.staff_edit"
	}
	shown := page.AdminStaffEdit{
		AdminBase: p.frame.Base(c, p.title(c, title), "staff"), ID: s.ID, Version: s.Version, Account: s.Account, Name: s.Name, Active: s.Active,
		Roles: options(roles, s.RoleIDs),
	}
	shown.Errors = wrong
	if present != nil {
		now := person(*present, roles, 0)
		shown.Present = &now
	}
	return p.frame.Show(c, status, "adminstaffedit", shown)
}

// savePerson adds or changes an account. Where somebody else changed it meanwhile, the form shows how it is now beside what was typed, and
// sends that over it when it is sent again.
func (p pages) savePerson(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	id, err := number(c.Query("id"), admin.ErrNoStaff)
	if err != nil {
		return err
	}
	version, err := number(c.PostForm("version"), apperr.ErrInvalid.WithField("version", "invalid"))
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	typed := admin.Staff{
		ID: id, Account: c.PostForm("account"), Name: c.PostForm("name"), Active: c.PostForm("active") != "", RoleIDs: numbers(c.PostFormArray("roleIds")), Version: version,
	}
	told := "admin.staff_saved"
	if id == 0 {
		told = "admin.staff_added"
		_, err = p.uc.Add(ctx, admin.NewStaff{Account: typed.Account, Name: typed.Name, Password: c.PostForm("password"), RoleIDs: typed.RoleIDs}, who)
	} else {
		_, err = p.uc.Change(ctx, admin.Change{
			ID: id, Name: typed.Name, Active: typed.Active, RoleIDs: typed.RoleIDs, Password: c.PostForm("password"), Version: version,
		}, who)
	}
	if err == nil {
		p.frame.Flash(c, page.FlashSuccess, told)
		c.Redirect(http.StatusSeeOther, "/staff.html")
		return nil
	}
	if !frame.Expected(err) || errors.Is(err, admin.ErrNoStaff) {
		return err
	}
	return p.againPerson(c, typed, err)
}

// againPerson shows the form again with what was typed.
func (p pages) againPerson(c *gin.Context, typed admin.Staff, wrong error) error {
	var present *admin.Staff
	if typed.ID != 0 {
		now, err := p.uc.Find(c.Request.Context(), typed.ID)
		if err != nil {
			return err
		}
		typed.Account = now.Account
		if errors.Is(wrong, admin.ErrEditedMeanwhile) {
			present, typed.Version = &now.Staff, now.Version
		}
	}
	return p.showPerson(c, apperr.From(wrong).Kind.Status(), typed, present, p.frame.Wrong(c, wrong))
}
