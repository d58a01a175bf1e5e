// Package httpapi is the JSON API of admin: the back office's session, its staff, its roles and the log of what they did.
package httpapi

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/server"
	"gulimall/pkg/staff"
	"gulimall/pkg/telemetry"
	"gulimall/services/admin"
)

// Desk is what the calls need of the use cases.
type Desk interface {
	Login(ctx context.Context, account, password string, by adminapi.By) (admin.Standing, error)
	Stands(ctx context.Context, who admin.Standing) error
	ChangePassword(ctx context.Context, old, fresh string, by adminapi.By) error
	Find(ctx context.Context, staffID int64) (admin.Standing, error)
	People(ctx context.Context, q admin.StaffQuery) ([]admin.Staff, int64, error)
	Add(ctx context.Context, n admin.NewStaff, by adminapi.By) (admin.Staff, error)
	Change(ctx context.Context, c admin.Change, by adminapi.By) (admin.Staff, error)
	Roles(ctx context.Context, q admin.RoleQuery) ([]admin.Role, int64, error)
	AddRole(ctx context.Context, r admin.Role, by adminapi.By) (admin.Role, error)
	ChangeRole(ctx context.Context, r admin.Role, by adminapi.By) (admin.Role, error)
	Audit(ctx context.Context, q admin.AuditQuery) (adminapi.AuditPage, error)
}

var _ Desk = (*admin.Desk)(nil)

// Sessions signs people in and out.
type Sessions interface {
	SignIn(w http.ResponseWriter, r *http.Request, who staff.Staff, holds func(ctx context.Context) error) error
	SignOut(w http.ResponseWriter, r *http.Request) error
}

var _ Sessions = (*staff.Manager)(nil)

// Routes adds the calls.
func Routes(r gin.IRouter, uc Desk, sessions Sessions, edge *server.Edge, decode *server.Decoder) {
	a := api{uc, sessions, decode}
	guarded := func(p adminapi.Permission, h server.Handler) gin.HandlerFunc { return edge.JSON(staff.Guard(p, h)) }
	r.POST(adminapi.PathLogin, edge.JSON(a.login))
	r.POST(adminapi.PathLogout, edge.JSON(a.logout))
	r.GET(adminapi.PathMe, edge.JSON(a.me))
	r.PUT(adminapi.PathPassword, edge.JSON(a.changePassword))
	r.GET(adminapi.PathStaff, guarded(adminapi.StaffManage, a.people))
	r.POST(adminapi.PathStaff, guarded(adminapi.StaffManage, a.add))
	r.PUT(adminapi.PathStaff+"/:id", guarded(adminapi.StaffManage, a.change))
	r.GET(adminapi.PathRoles, guarded(adminapi.StaffManage, a.roles))
	r.POST(adminapi.PathRoles, guarded(adminapi.StaffManage, a.addRole))
	r.PUT(adminapi.PathRoles+"/:id", guarded(adminapi.StaffManage, a.changeRole))
	r.GET(adminapi.PathAudit, guarded(adminapi.AuditRead, a.audit))
}

type api struct {
	uc       Desk
	sessions Sessions
	decode   *server.Decoder
}

func (a api) login(c *gin.Context) error {
	var in adminapi.Login
	if err := a.decode.JSON(c, &in); err != nil {
		return err
	}
	ctx := c.Request.Context()
	from := adminapi.By{Address: c.ClientIP(), TraceID: telemetry.TraceID(ctx)}
	who, err := a.uc.Login(ctx, in.Account, in.Password, from)
	if err != nil {
		return err
	}
	session := staff.Staff{ID: who.ID, Account: who.Account, Name: who.Name, Permissions: who.Permissions}
	err = a.sessions.SignIn(c.Writer, c.Request, session, func(ctx context.Context) error { return a.uc.Stands(ctx, who) })
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, me(who))
	return nil
}

func (a api) logout(c *gin.Context) error {
	if err := a.sessions.SignOut(c.Writer, c.Request); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}

func (a api) me(c *gin.Context) error {
	who, err := staff.Of(c.Request.Context())
	if err != nil {
		return err
	}
	standing, err := a.uc.Find(c.Request.Context(), who.ID)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, me(standing))
	return nil
}

func me(s admin.Standing) adminapi.Me {
	permissions := s.Permissions
	if permissions == nil {
		permissions = []adminapi.Permission{}
	}
	return adminapi.Me{ID: s.ID, Account: s.Account, Name: s.Name, Roles: s.Roles, Permissions: permissions}
}

func (a api) changePassword(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	var in adminapi.Password
	if err := a.decode.JSON(c, &in); err != nil {
		return err
	}
	if err := a.uc.ChangePassword(c.Request.Context(), in.Old, in.New, who); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}

func (a api) audit(c *gin.Context) error {
	var q struct {
		StaffID  int64  `form:"staffId"`
		Area     string `form:"area"`
		Action   string `form:"action"`
		Object   string `form:"object"`
		Page     int    `form:"page"`
		PageSize int    `form:"pageSize"`
	}
	if err := c.ShouldBindQuery(&q); err != nil {
		return apperr.ErrInvalid.Wrap(err)
	}
	from, err := moment(c, "from")
	if err != nil {
		return err
	}
	to, err := moment(c, "to")
	if err != nil {
		return err
	}
	page, err := a.uc.Audit(c.Request.Context(), admin.AuditQuery{
		StaffID: q.StaffID, Area: q.Area, Action: q.Action, Object: q.Object, From: from, To: to, Page: q.Page, PageSize: q.PageSize,
	})
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, page)
	return nil
}
