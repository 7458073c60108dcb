#include <array>

#include "api/handlers/handlers.h"
#include "api/routes/routes.h"

namespace sallyport::api {
namespace {

constexpr std::array kListTexts{kText};
constexpr std::array kRender{
    QueryParameter{"name", R"({"type":"string","pattern":"^[a-z][a-z0-9_]{0,30}$","default":"sallyport"})",
                   "Of sets, chains and resources"},
    QueryParameter{"direction", R"({"type":"string","enum":["in","out"],"default":"in"})",
                   "Whether they connect to us, or we to them"},
    QueryParameter{"summarise", R"({"type":"boolean","default":false})",
                   "Write what the target can say, and tell what is let in besides"}};

constexpr std::array kRenderRoutes{
    Route{.method = "GET",
          .path = "/api/v1/render",
          .id = "listTargets",
          .summary = "For what lists can be written, and what each can say",
          .response = "RenderTargets",
          .need = Need::token,
          .handle = &list_targets},
    Route{.method = "POST",
          .path = "/api/v1/render/{target}",
          .id = "renderList",
          .summary = "A list as a firewall, proxy, cloud or feed wants it; as text, a line each, too",
          .query = kRender,
          .texts = kListTexts,
          .request = "ListToRender",
          .response = "Rendered",
          .errors = codes(ErrorCode::not_found, ErrorCode::malformed_list, ErrorCode::cannot_say,
                          ErrorCode::invalid_setting),
          .need = Need::token,
          .handle = &render_list},
};

}  // namespace

std::span<const Route> render_routes() { return kRenderRoutes; }

}  // namespace sallyport::api
