package httpapi

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/paging"
	"gulimall/pkg/server"
	"gulimall/pkg/staff"
	"gulimall/services/admin"
)

func (a api) people(c *gin.Context) error {
	var asked struct {
		Text   string `form:"text"`
		RoleID int64  `form:"roleId"`
		Active *bool  `form:"active"`
	}
	if err := c.ShouldBindQuery(&asked); err != nil {
		return apperr.ErrInvalid.Wrap(err)
	}
	q := admin.StaffQuery{Text: asked.Text, RoleID: asked.RoleID, Active: asked.Active}
	var err error
	if q.Page, err = server.Paging(c); err != nil {
		return err
	}
	found, total, err := a.uc.People(c.Request.Context(), q)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, paging.Show(found, total, q.Page, person))
	return nil
}

func (a api) add(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	var in adminapi.NewStaff
	if err := a.decode.JSON(c, &in); err != nil {
		return err
	}
	added, err := a.uc.Add(c.Request.Context(), admin.NewStaff(in), who)
	if err != nil {
		return err
	}
	c.JSON(http.StatusCreated, person(added))
	return nil
}

func (a api) change(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	staffID, err := server.ID(c, "id")
	if err != nil {
		return err
	}
	var in adminapi.ChangedStaff
	if err := a.decode.JSON(c, &in); err != nil {
		return err
	}
	changed, err := a.uc.Change(c.Request.Context(), admin.Change{
		ID: staffID, Name: in.Name, Active: in.Active, RoleIDs: in.RoleIDs, Password: in.Password, Version: in.Version,
	}, who)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, person(changed))
	return nil
}

func (a api) roles(c *gin.Context) error {
	q := admin.RoleQuery{Name: c.Query("name"), Permission: adminapi.Permission(c.Query("permission"))}
	var err error
	if q.Page, err = server.Paging(c); err != nil {
		return err
	}
	found, total, err := a.uc.Roles(c.Request.Context(), q)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, paging.Show(found, total, q.Page, role))
	return nil
}

func (a api) addRole(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	var in adminapi.NewRole
	if err := a.decode.JSON(c, &in); err != nil {
		return err
	}
	added, err := a.uc.AddRole(c.Request.Context(), admin.Role{Name: in.Name, Permissions: in.Permissions}, who)
	if err != nil {
		return err
	}
	c.JSON(http.StatusCreated, role(added))
	return nil
}

func (a api) changeRole(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	roleID, err := server.ID(c, "id")
	if err != nil {
		return err
	}
	var in adminapi.NewRole
	if err := a.decode.JSON(c, &in); err != nil {
		return err
	}
	changed, err := a.uc.ChangeRole(c.Request.Context(), admin.Role{ID: roleID, Name: in.Name, Permissions: in.Permissions, Version: in.Version}, who)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, role(changed))
	return nil
}

func person(s admin.Staff) adminapi.Staff {
	shown := adminapi.Staff{
		ID: s.ID, Account: s.Account, Name: s.Name, Active: s.Active, RoleIDs: s.RoleIDs, CreatedAt: s.CreatedAt, Version: s.Version,
	}
	if !s.LoginAt.IsZero() {
		shown.LoginAt = &s.LoginAt
	}
	return shown
}

func role(r admin.Role) adminapi.Role {
	return adminapi.Role{ID: r.ID, Code: string(r.Code), Name: r.Name, Permissions: r.Permissions, Version: r.Version}
}

// moment is a time in the query; nothing is the zero time.
func moment(c *gin.Context, name string) (time.Time, error) {
	text := c.Query(name)
	if text == "" {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}, apperr.ErrInvalid.WithField(name, "invalid")
	}
	return at.UTC(), nil
}
