// Package pages is the back office's own pages: its login, its start page with the dashboard, operations, settings, staff, roles and the log
// of what they did.
package pages

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/staff"
	"gulimall/pkg/telemetry"
	"gulimall/services/admin"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// Desk is what the pages need of the use cases.
type Desk interface {
	Login(ctx context.Context, account, password string, by adminapi.By) (admin.Standing, error)
	Stands(ctx context.Context, who admin.Standing) error
	ChangePassword(ctx context.Context, old, fresh string, by adminapi.By) error
	Find(ctx context.Context, staffID int64) (admin.Standing, error)
	People(ctx context.Context, q admin.StaffQuery) ([]admin.Staff, int64, error)
	Add(ctx context.Context, n admin.NewStaff, by adminapi.By) (admin.Staff, error)
	Change(ctx context.Context, c admin.Change, by adminapi.By) (admin.Staff, error)
	Roles(ctx context.Context, q admin.RoleQuery) ([]admin.Role, int64, error)
	Role(ctx context.Context, roleID int64) (admin.Role, error)
	AddRole(ctx context.Context, r admin.Role, by adminapi.By) (admin.Role, error)
	ChangeRole(ctx context.Context, r admin.Role, by adminapi.By) (admin.Role, error)
	Audit(ctx context.Context, q admin.AuditQuery) (adminapi.AuditPage, error)
	AuditFile(ctx context.Context, q admin.AuditQuery) ([]adminapi.AuditEntry, error)
	Actions(ctx context.Context) ([]string, error)
}

var _ Desk = (*admin.Desk)(nil)

// Sessions signs people in and out.
type Sessions interface {
	SignIn(w http.ResponseWriter, r *http.Request, who staff.Staff, holds func(ctx context.Context) error) error
	SignOut(w http.ResponseWriter, r *http.Request) error
}

var _ Sessions = (*staff.Manager)(nil)

// Routes adds the pages.
func Routes(r gin.IRouter, uc Desk, sessions Sessions, f *frame.Office) {
	p := pages{uc, sessions, f}
	r.GET("/login.html", f.Open(p.loginPage))
	r.POST("/login.html", f.Open(p.login))
	r.POST("/logout", f.Open(p.logout))
	r.POST("/preferences", f.Open(p.preferences))
	r.GET("/password.html", f.Signed(p.passwordPage))
	r.POST("/password.html", f.Signed(p.changePassword))
	r.GET("/staff.html", f.Page(adminapi.StaffManage, p.people))
	r.GET("/staff.csv", f.Page(adminapi.StaffManage, p.peopleCSV))
	r.GET("/staffedit.html", f.Page(adminapi.StaffManage, p.personPage))
	r.POST("/staffedit.html", f.Page(adminapi.StaffManage, p.savePerson))
	r.GET("/roles.html", f.Page(adminapi.StaffManage, p.roles))
	r.GET("/roles.csv", f.Page(adminapi.StaffManage, p.rolesCSV))
	r.GET("/roleedit.html", f.Page(adminapi.StaffManage, p.rolePage))
	r.POST("/roleedit.html", f.Page(adminapi.StaffManage, p.saveRole))
	r.GET("/audit.html", f.Page(adminapi.AuditRead, p.audit))
	r.GET("/audit.csv", f.Page(adminapi.AuditRead, p.auditCSV))
}

type pages struct {
	uc       Desk
	sessions Sessions
	frame    *frame.Office
}

// number reads the number that a query or a form names; 0 is none, and what is no number names nothing that exists.
func number(text string, none error) (int64, error) {
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0, none
	}
	return n, nil
}

// numbers reads the ids of a form; what is no number is an id that nothing has.
func numbers(texts []string) []int64 {
	ids := make([]int64, len(texts))
	for i, text := range texts {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			n = -1
		}
		ids[i] = n
	}
	return ids
}

func (p pages) title(c *gin.Context, key string) string { return p.frame.Words(c).T(key) }

// loginPage is for those who are not signed in; others are where they wanted to go.
func (p pages) loginPage(c *gin.Context) error {
	if _, err := staff.Of(c.Request.Context()); err == nil {
		c.Redirect(http.StatusSeeOther, frame.Local(c.Query("origin")))
		return nil
	}
	return p.showLogin(c, http.StatusOK, "", c.Query("origin"), page.FormErrors{})
}

func (p pages) showLogin(c *gin.Context, status int, account, origin string, wrong page.FormErrors) error {
	shown := page.AdminLogin{AdminBase: p.frame.Base(c, p.title(c, "admin.sign_in"), ""), Account: account, Origin: frame.Local(origin)}
	shown.Errors = wrong
	return p.frame.Show(c, status, "adminlogin", shown)
}

func (p pages) login(c *gin.Context) error {
	ctx, account := c.Request.Context(), c.PostForm("account")
	who, err := p.uc.Login(ctx, account, c.PostForm("password"), adminapi.By{Address: c.ClientIP(), TraceID: telemetry.TraceID(ctx)})
	if err == nil {
		session := staff.Staff{ID: who.ID, Account: who.Account, Name: who.Name, Permissions: who.Permissions}
		err = p.sessions.SignIn(c.Writer, c.Request, session, func(ctx context.Context) error { return p.uc.Stands(ctx, who) })
	}
	if err != nil && (errors.Is(err, admin.ErrBadCredentials) || frame.Expected(err)) {
		return p.showLogin(c, apperr.From(err).Kind.Status(), account, c.PostForm("origin"), p.frame.Wrong(c, err))
	}
	if err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, frame.Local(c.PostForm("origin")))
	return nil
}

func (p pages) logout(c *gin.Context) error {
	if err := p.sessions.SignOut(c.Writer, c.Request); err != nil {
		return err
	}
	p.frame.Flash(c, page.FlashSuccess, "admin.signed_out")
	c.Redirect(http.StatusSeeOther, "/login.html")
	return nil
}

// preferences remembers the language or the theme.
func (p pages) preferences(c *gin.Context) error {
	if err := p.frame.Prefer(c); err != nil {
		return err
	}
	back := c.PostForm("origin")
	if back == "/login.html" {
		c.Redirect(http.StatusSeeOther, back)
		return nil
	}
	c.Redirect(http.StatusSeeOther, frame.Local(back))
	return nil
}

func (p pages) passwordPage(c *gin.Context) error {
	return p.showPassword(c, http.StatusOK, page.FormErrors{})
}

func (p pages) showPassword(c *gin.Context, status int, wrong page.FormErrors) error {
	shown := page.AdminPassword{AdminBase: p.frame.Base(c, p.title(c, "admin.own_password"), "password")}
	shown.Errors = wrong
	return p.frame.Show(c, status, "adminpassword", shown)
}

// changePassword ends all sessions of the account, so that whoever changed it signs in anew.
func (p pages) changePassword(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	err = p.uc.ChangePassword(c.Request.Context(), c.PostForm("oldPassword"), c.PostForm("newPassword"), who)
	if err != nil && frame.Expected(err) {
		return p.showPassword(c, apperr.From(err).Kind.Status(), p.frame.Wrong(c, err))
	}
	if err != nil {
		return err
	}
	p.frame.Flash(c, page.FlashSuccess, "admin.password_changed")
	c.Redirect(http.StatusSeeOther, "/login.html")
	return nil
}

// options lists roles for a form.
func options(roles []admin.Role, chosen []int64) []page.Option {
	all := make([]page.Option, len(roles))
	for i, r := range roles {
		all[i] = page.Option{Value: strconv.FormatInt(r.ID, 10), Label: r.Name, Selected: slices.Contains(chosen, r.ID)}
	}
	return all
}
