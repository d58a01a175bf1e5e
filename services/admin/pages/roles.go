package pages

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/csvfile"
	"gulimall/pkg/paging"
	"gulimall/pkg/staff"
	"gulimall/services/admin"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// roleSorts are what the list of roles can be sorted by.
func roleSorts() []frame.Column {
	return []frame.Column{{Key: "age", Sorts: true}, {Key: "name", Sorts: true}, {Key: "holders", Sorts: true}}
}

// roleQuery reads what the list is asked for.
func roleQuery(c *gin.Context) admin.RoleQuery {
	var q admin.RoleQuery
	var key string
	key, q.Down = frame.Sorting(c, roleSorts(), "age")
	switch key {
	case "name":
		q.Order = admin.RolesByName
	case "holders":
		q.Order = admin.RolesByHolders
	}
	q.Name, q.Permission, q.Page = strings.TrimSpace(c.Query("name")), adminapi.Permission(c.Query("permission")), frame.Sheet(c)
	return q
}

func (p pages) roles(c *gin.Context) error {
	q := roleQuery(c)
	found, total, err := p.uc.Roles(c.Request.Context(), q)
	if err != nil {
		return err
	}
	shown := page.AdminRoles{
		AdminBase: p.frame.Base(c, p.title(c, "admin.page.roles"), "roles"), Name: q.Name, Filtered: q.Name != "" || q.Permission != "",
		CSV: frame.File(c), Sorts: p.frame.Options(c, "admin.role_sort.", c.Query("sort"), "age", "name", "-holders"), Pager: frame.Pager(c, q.Page, total),
	}
	for _, permission := range adminapi.Permissions() {
		shown.Permissions = append(shown.Permissions, page.Option{
			Value: string(permission), Label: p.frame.Words(c).T("admin.permission." + string(permission)), Selected: permission == q.Permission,
		})
	}
	for _, r := range found {
		shown.Roles = append(shown.Roles, roleShown(r))
	}
	return p.frame.Show(c, http.StatusOK, "adminroles", shown)
}

// rolesCSV is the list with its filters as a file: every permission of every role.
func (p pages) rolesCSV(c *gin.Context) error {
	q := roleQuery(c)
	q.Page = paging.Whole(csvfile.MostRows)
	found, _, err := p.uc.Roles(c.Request.Context(), q)
	if err != nil {
		return err
	}
	words := p.frame.Words(c)
	var lines [][]string
	for _, one := range found {
		r := roleShown(one)
		for _, area := range r.Areas {
			for _, permission := range area.Permissions {
				lines = append(lines, []string{
					r.Name, strconv.FormatInt(r.Holders, 10), words.T("admin.area." + area.Key), words.T("admin.permission." + permission.Value), permission.Value,
				})
			}
		}
		if len(r.Areas) == 0 {
			lines = append(lines, []string{r.Name, strconv.FormatInt(r.Holders, 10), "", words.T("admin.role_none"), ""})
		}
	}
	return frame.SendCSV(c, "roles", []string{
		words.T("admin.field.name"), words.T("admin.role_holders"), words.T("admin.where"), words.T("admin.field.permissions"), words.T("admin.permission_code"),
	}, lines)
}

// roleShown is a role with the permissions that it has.
func roleShown(r admin.Role) page.AdminRole {
	one := page.AdminRole{ID: r.ID, Name: r.Name, All: r.Code == adminapi.Administrator, Holders: r.Holders}
	for _, area := range areas(r.Permissions) {
		area.Permissions = slices.DeleteFunc(area.Permissions, func(o page.Option) bool { return !o.Selected })
		if len(area.Permissions) > 0 {
			one.Areas = append(one.Areas, area)
		}
	}
	return one
}

// areas is the table of all permissions, by area.
func areas(chosen []adminapi.Permission) []page.AdminArea {
	var all []page.AdminArea
	for _, permission := range adminapi.Permissions() {
		key, _, _ := strings.Cut(string(permission), ".")
		if len(all) == 0 || all[len(all)-1].Key != key {
			all = append(all, page.AdminArea{Key: key})
		}
		area := &all[len(all)-1]
		area.Permissions = append(area.Permissions, page.Option{Value: string(permission), Selected: slices.Contains(chosen, permission)})
	}
	return all
}

func (p pages) rolePage(c *gin.Context) error {
	id, err := number(c.Query("id"), admin.ErrNoRole)
	if err != nil {
		return err
	}
	var r admin.Role
	if id != 0 {
		if r, err = p.uc.Role(c.Request.Context(), id); err != nil {
			return err
		}
		if r.Code == adminapi.Administrator {
			return admin.ErrAdministratorAll
		}
	}
	return p.showRole(c, http.StatusOK, r, nil, page.FormErrors{})
}

func (p pages) showRole(c *gin.Context, status int, r admin.Role, present *admin.Role, wrong page.FormErrors) error {
	title := "admin.role_add"
	if r.ID != 0 {
		title = "admin.role_edit"
	}
	shown := page.AdminRoleEdit{
		AdminBase: p.frame.Base(c, p.title(c, title), "roles"), ID: r.ID, Version: r.Version, Name: r.Name, Areas: areas(r.Permissions),
	}
	shown.Errors = wrong
	if present != nil {
		now := roleShown(*present)
		shown.Present = &now
	}
	return p.frame.Show(c, status, "adminroleedit", shown)
}

func (p pages) saveRole(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	id, err := number(c.Query("id"), admin.ErrNoRole)
	if err != nil {
		return err
	}
	version, err := number(c.PostForm("version"), apperr.ErrInvalid.WithField("version", "invalid"))
	if err != nil {
		return err
	}
	typed := admin.Role{ID: id, Name: c.PostForm("name"), Version: version}
	for _, permission := range c.PostFormArray("permissions") {
		typed.Permissions = append(typed.Permissions, adminapi.Permission(permission))
	}
	told := "admin.role_saved"
	if id == 0 {
		told = "admin.role_added"
		_, err = p.uc.AddRole(c.Request.Context(), typed, who)
	} else {
		_, err = p.uc.ChangeRole(c.Request.Context(), typed, who)
	}
	if err == nil {
		p.frame.Flash(c, page.FlashSuccess, told)
		c.Redirect(http.StatusSeeOther, "/roles.html")
		return nil
	}
	if !frame.Expected(err) || errors.Is(err, admin.ErrNoRole) || errors.Is(err, admin.ErrAdministratorAll) {
		return err
	}
	var present *admin.Role
	if errors.Is(err, admin.ErrEditedMeanwhile) {
		now, findErr := p.uc.Role(c.Request.Context(), id)
		if findErr != nil {
			return findErr
		}
		present, typed.Version = &now, now.Version
	}
	return p.showRole(c, apperr.From(err).Kind.Status(), typed, present, p.frame.Wrong(c, err))
}
