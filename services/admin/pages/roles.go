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
	"gulimall/pkg/staff"
	"gulimall/services/admin"
	"gulimall/web/frame"
	"gulimall/web/page"
)

func (p pages) roles(c *gin.Context) error {
	all, err := p.rolesShown(c)
	if err != nil {
		return err
	}
	return p.frame.Show(c, http.StatusOK, "adminroles", page.AdminRoles{
		AdminBase: p.frame.Base(c, p.title(c, "admin.page.roles"), "roles"), Roles: all, CSV: frame.File(c),
	})
}

// rolesShown are the roles, with how many people have each.
func (p pages) rolesShown(c *gin.Context) ([]page.AdminRole, error) {
	roles, err := p.uc.Roles(c.Request.Context())
	if err != nil {
		return nil, err
	}
	people, err := p.uc.People(c.Request.Context())
	if err != nil {
		return nil, err
	}
	shown := make([]page.AdminRole, 0, len(roles))
	for _, r := range roles {
		one := roleShown(r)
		for _, s := range people {
			if slices.Contains(s.RoleIDs, r.ID) {
				one.Holders++
			}
		}
		shown = append(shown, one)
	}
	return shown, nil
}

// rolesCSV is the list as a file: every permission of every role.
func (p pages) rolesCSV(c *gin.Context) error {
	all, err := p.rolesShown(c)
	if err != nil {
		return err
	}
	words := p.frame.Words(c)
	var lines [][]string
	for _, r := range all {
		for _, area := range r.Areas {
			for _, permission := range area.Permissions {
				lines = append(lines, []string{
					r.Name, strconv.Itoa(r.Holders), words.T("admin.area." + area.Key), words.T("admin.permission." + permission.Value), permission.Value,
				})
			}
		}
		if len(r.Areas) == 0 {
			lines = append(lines, []string{r.Name, strconv.Itoa(r.Holders), "", words.T("admin.role_none"), ""})
		}
	}
	return frame.SendCSV(c, "roles", []string{
		words.T("admin.field.name"), words.T("admin.role_holders"), words.T("admin.where"), words.T("admin.field.permissions"), words.T("admin.permission_code"),
	}, lines)
}

// roleShown is a role with the permissions that it has.
func roleShown(r admin.Role) page.AdminRole {
	one := page.AdminRole{ID: r.ID, Name: r.Name, All: r.Code == adminapi.Administrator}
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

// foundRole reads a role that can be changed.
func (p pages) foundRole(c *gin.Context, id int64) (admin.Role, error) {
	all, err := p.uc.Roles(c.Request.Context())
	if err != nil {
		return admin.Role{}, err
	}
	at := slices.IndexFunc(all, func(r admin.Role) bool { return r.ID == id })
	if at < 0 {
		return admin.Role{}, admin.ErrNoRole
	}
	return all[at], nil
}

func (p pages) rolePage(c *gin.Context) error {
	id, err := number(c.Query("id"), admin.ErrNoRole)
	if err != nil {
		return err
	}
	var r admin.Role
	if id != 0 {
		if r, err = p.foundRole(c, id); err != nil {
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
		now, findErr := p.foundRole(c, id)
		if findErr != nil {
			return findErr
		}
		present, typed.Version = &now, now.Version
	}
	return p.showRole(c, apperr.From(err).Kind.Status(), typed, present, p.frame.Wrong(c, err))
}
