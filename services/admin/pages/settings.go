package pages

import (
	"errors"
	"net/http"
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

func (o operations) settingsPage(c *gin.Context) error {
	return o.showSettings(c, http.StatusOK, "", nil)
}

// showSettings shows all settings; typed is what stands in the form of the one that was not saved, for a reason.
func (o operations) showSettings(c *gin.Context, status int, typed string, wrong error) error {
	all, err := o.settings.List(c.Request.Context())
	if err != nil {
		return err
	}
	shown := page.AdminSettings{AdminBase: o.frame.Base(c, o.frame.Words(c).T("admin.page.settings"), "settings"), MayAudit: o.frame.May(c, adminapi.AuditRead)}
	for _, s := range all {
		one := settingShown(s)
		if wrong != nil && one.Key == c.Query("key") {
			one.Typed = typed
			one.Meanwhile = errors.Is(wrong, admin.ErrEditedMeanwhile)
			if !one.Meanwhile {
				one.Wrong = o.wrong(c, wrong, one)
			}
		}
		shown.Settings = append(shown.Settings, one)
	}
	return o.frame.Show(c, status, "adminsettings", shown)
}

// wrong says what is wrong with a value.
func (o operations) wrong(c *gin.Context, err error, s page.AdminSetting) string {
	told := o.frame.Wrong(c, err)
	if told.On("value") != "" {
		return o.frame.Words(c).T("ops.setting_range", "Low", s.Low, "High", s.High)
	}
	return told.Summary
}

func settingShown(s admin.Setting) page.AdminSetting {
	key := string(s.Definition.Key)
	shown := page.AdminSetting{
		Key: key, ID: strings.ReplaceAll(key, ".", "-"), Unit: string(s.Unit), Low: s.Low, High: s.High, Version: s.Version, By: s.By, At: s.At,
		Default: page.AdminAmount{Value: s.Default.Value, Unit: string(s.Default.Unit)},
	}
	shown.Now = shown.Default
	if s.Value != nil {
		shown.Own, shown.Now, shown.Typed = true, page.AdminAmount{Value: *s.Value, Unit: string(s.Unit)}, strconv.FormatInt(*s.Value, 10)
	}
	return shown
}

func (o operations) saveSetting(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	version, err := number(c.PostForm("version"), apperr.ErrInvalid.WithField("version", "invalid"))
	if err != nil {
		return err
	}
	typed := strings.TrimSpace(c.PostForm("value"))
	var value *int64
	told := "ops.setting_back"
	if c.PostForm("step") != "default" {
		told = "ops.setting_saved"
		n := frame.Number(typed)
		value = &n // what is no number is -1, which nothing may be
	}
	_, err = o.settings.Change(c.Request.Context(), adminapi.SettingKey(c.Query("key")), value, version, who)
	if err != nil && frame.Expected(err) && !errors.Is(err, admin.ErrNoSetting) {
		return o.showSettings(c, apperr.From(err).Kind.Status(), typed, err)
	}
	if err != nil {
		return err
	}
	o.frame.Flash(c, page.FlashSuccess, told)
	c.Redirect(http.StatusSeeOther, "/settings.html")
	return nil
}
