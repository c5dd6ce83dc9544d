"""The names of codes, laws and ordinances as a table: cited by name alone, only the table says where the name ends."""

import re

CODES = """
dân sự · hình sự · tố tụng dân sự · tố tụng hình sự · lao động · hàng hải Việt Nam · hàng hải
"""

LAWS = """
an ninh mạng · an ninh quốc gia · an toàn thông tin mạng · an toàn thực phẩm · an toàn, vệ sinh lao động
ban hành quyết định hành chính · ban hành văn bản pháp luật · ban hành văn bản quy phạm pháp luật
ban hành văn bản quy phạm pháp luật của Hội đồng nhân dân, Ủy ban nhân dân · biên giới quốc gia · biên phòng Việt Nam
biển Việt Nam · bình đẳng giới · bưu chính · bưu chính, viễn thông · bảo hiểm tiền gửi · bảo hiểm xã hội · bảo hiểm y tế
bảo vệ bí mật Nhà nước · bảo vệ bí mật nhà nước · bảo vệ công trình giao thông
bảo vệ công trình quan trọng liên quan đến an ninh quốc gia · bảo vệ công trình quốc phòng và khu quân sự · bảo vệ dữ liệu cá nhân
bảo vệ môi trường · bảo vệ quyền lợi người tiêu dùng · bảo vệ sức khỏe nhân dân · bảo vệ và kiểm dịch thực vật
bảo vệ và phát triển rừng · bảo vệ, chăm sóc và giáo dục trẻ em · bầu cử đại biểu Hội đồng nhân dân · bầu cử đại biểu Quốc hội
bầu cử đại biểu Quốc hội và đại biểu Hội đồng nhân dân · chi phí giám định, định giá · chi phí tố tụng · chuyển giao công nghệ
chính quyền địa phương · chăn nuôi · chất lượng sản phẩm, hàng hóa · chống bán phá giá hàng hóa nhập khẩu vào Việt Nam
chứng khoán · các công cụ chuyển nhượng · các tổ chức tín dụng · cán bộ công chức · cán bộ, công chức · công an nhân dân
công an xã · công chức, viên chức · công chứng · công nghiệp công nghệ số
công nghiệp quốc phòng, an ninh và động viên công nghiệp · công nghệ cao · công nghệ thông tin · công ty · công đoàn · căn cước
căn cước công dân · cơ quan đại diện nước Cộng hòa xã hội chủ nghĩa Việt Nam ở nước ngoài · cơ yếu · cư trú · cạnh tranh
Cảnh sát biển Việt Nam · Cảnh sát cơ động · cảnh sát môi trường · cảnh vệ · cựu chiến binh · di sản văn hóa · doanh nghiệp
doanh nghiệp nhà nước · doanh nghiệp tư nhân · du lịch · dân quân tự vệ · dân số · dược · dạy nghề · dầu khí · dẫn độ · dữ liệu
dự trữ quốc gia · giao dịch điện tử · giao thông đường bộ · giao thông đường thủy nội địa · giá · giám định tư pháp · giáo dục
giáo dục nghề nghiệp · giáo dục quốc phòng - an ninh · giáo dục quốc phòng và an ninh · giáo dục đại học · giống cây trồng
giống vật nuôi · hiến, lấy, ghép mô, bộ phận cơ thể người · hiến, lấy, ghép mô, bộ phận cơ thể người và hiến, lấy xác
hoạt động chữ thập đỏ · hoạt động giám sát của Quốc hội · hoạt động giám sát của Quốc hội và Hội đồng nhân dân
hàng không dân dụng Việt Nam · hành nghề y, dược tư nhân · hòa giải ở cơ sở · hòa giải, đối thoại tại Tòa án · hóa chất
hôn nhân và gia đình · hải quan · hỗ trợ doanh nghiệp nhỏ và vừa · hỗ trợ tư pháp · hộ tịch · hợp nhất văn bản quy phạm pháp luật
hợp tác xã · hợp đồng kinh tế · khai thác và bảo vệ công trình thủy lợi · khiếu nại · khiếu nại, tố cáo · khoa học và công nghệ
khoa học, công nghệ và đổi mới sáng tạo · khoáng sản · khuyến khích đầu tư trong nước · khám bệnh, chữa bệnh · khí tượng thủy văn
kinh doanh bảo hiểm · kinh doanh bất động sản · kiến trúc · kiểm sát viên Viện kiểm sát nhân dân · kiểm toán nhà nước
kiểm toán độc lập · kế toán · kế toán và thống kê · lao động tại các vùng · luật sư · lâm nghiệp · lý lịch tư pháp · lưu trữ
lực lượng Cảnh sát biển Việt Nam · lực lượng dự bị động viên · lực lượng tham gia bảo vệ an ninh, trật tự ở cơ sở
Mặt trận Tổ quốc Việt Nam · nghĩa vụ lao động công ích · nghĩa vụ quân sự · ngoại hối · Ngân hàng Nhà nước
Ngân hàng Nhà nước Việt Nam · ngân sách nhà nước · người cao tuổi · người khuyết tật
người lao động Việt Nam đi làm việc ở nước ngoài theo hợp đồng · người tàn tật · NHNN · nhà giáo · nhà ở
nhập cảnh, xuất cảnh, cư trú, đi lại của người nước ngoài tại Việt Nam
nhập cảnh, xuất cảnh, quá cảnh, cư trú của người nước ngoài tại Việt Nam · NSNN · nuôi con nuôi · nông nghiệp
năng lượng nguyên tử · phá sản · phá sản doanh nghiệp · pháp điển hệ thống quy phạm pháp luật
phát hành công trái xây dựng Tổ quốc · phí và lệ phí · phí, lệ phí · phòng bệnh · phòng cháy và chữa cháy
phòng cháy, chữa cháy và cứu nạn, cứu hộ · phòng không nhân dân · phòng thủ dân sự · phòng, chống bạo lực gia đình
phòng, chống bệnh truyền nhiễm · phòng, chống khủng bố · phòng, chống lụt, bão · phòng, chống ma túy · phòng, chống mua bán người
phòng, chống mại dâm · phòng, chống nhiễm vi rút gây ra hội chứng suy giảm miễn dịch mắc phải ở người (HIV/AIDS)
phòng, chống rửa tiền · phòng, chống tham nhũng · phòng, chống thiên tai · phòng, chống tác hại của rượu, bia
phòng, chống tác hại của thuốc lá · phổ biến, giáo dục pháp luật · phổ cập giáo dục tiểu học · phục hồi, phá sản · quy hoạch
quy hoạch đô thị · quy hoạch đô thị và nông thôn · quyền lập hội · quân nhân chuyên nghiệp, công nhân và viên chức quốc phòng
quản lý ngoại thương · quản lý nợ công · quản lý thuế · quản lý thị trường · quản lý và đầu tư vốn nhà nước tại doanh nghiệp
quản lý, sử dụng tài sản công · quản lý, sử dụng tài sản nhà nước · quản lý, sử dụng vũ khí, vật liệu nổ và công cụ hỗ trợ
quản lý, sử dụng vũ khí, vật liệu nổ, công cụ hỗ trợ
quản lý, sử dụng vốn nhà nước đầu tư vào sản xuất, kinh doanh tại doanh nghiệp · quảng cáo · quốc phòng · quốc tịch Việt Nam
sĩ quan Quân đội nhân dân Việt Nam · sở hữu trí tuệ · sử dụng năng lượng tiết kiệm và hiệu quả
tham gia lực lượng gìn giữ hòa bình của Liên hợp quốc · thanh niên · thanh tra · thi hành tạm giữ, tạm giam
thi hành tạm giữ, tạm giam và cấm đi khỏi nơi cư trú · thi hành án dân sự · thi hành án hình sự · thi đua, khen thưởng
thuế bảo vệ môi trường · thuế chuyển quyền sử dụng đất · thuế doanh thu · thuế giá trị gia tăng · thuế GTGT · thuế lợi tức
thuế nhà, đất · thuế nông nghiệp · thuế sử dụng đất nông nghiệp · thuế sử dụng đất phi nông nghiệp · thuế thu nhập cá nhân
thuế thu nhập doanh nghiệp · thuế thu nhập đối với người có thu nhập cao · thuế tiêu thụ đặc biệt · thuế TNCN · thuế TNDN
thuế TTĐB · thuế tài nguyên · thuế xuất khẩu, thuế nhập khẩu · thuế đối với người có thu nhập cao · thú y · thư viện · thương mại
thương phiếu · thẩm phán và Hội thẩm Tòa án nhân dân · thể dục, thể thao · thỏa thuận quốc tế · thống kê · thủ tục bắt giữ tàu bay
thủ tục bắt giữ tàu biển · thủ tục giải quyết các vụ án hành chính · thủ đô · thủy lợi · thủy sản · thực hiện dân chủ ở cơ sở
thực hiện dân chủ ở xã, phường, thị trấn · thực hành tiết kiệm, chống lãng phí · tiêu chuẩn và quy chuẩn kỹ thuật · tiếp công dân
tiếp cận thông tin · truy nã tội phạm · trách nhiệm bồi thường của Nhà nước
trình tự, thủ tục xem xét, quyết định áp dụng các biện pháp xử lý hành chính tại Tòa án nhân dân · trí tuệ nhân tạo
trưng cầu ý dân · trưng mua, trưng dụng tài sản · trật tự, an toàn giao thông đường bộ · trẻ em · trọng tài kinh tế
trọng tài thương mại · trồng trọt · trợ giúp pháp lý · tài nguyên nước · tài nguyên, môi trường biển và hải đảo
tín ngưỡng, tôn giáo · tòa án nhân dân · tư pháp người chưa thành niên · tương trợ tư pháp · tương trợ tư pháp về dân sự
tương trợ tư pháp về hình sự · tạm giữ, tạm giam · tần số vô tuyến điện · tố cáo · tố tụng hành chính · tổ chức chính phủ
tổ chức chính quyền đô thị · tổ chức chính quyền địa phương · tổ chức cơ quan điều tra hình sự · tổ chức HĐND và UBND
tổ chức Hội đồng nhân dân và Ủy ban nhân dân · tổ chức Quốc hội · tổ chức Tòa án nhân dân · tổ chức Tòa án quân sự
tổ chức Viện kiểm sát nhân dân · tổ chức Viện kiểm sát quân sự · viên chức · viễn thông · việc làm
về sĩ quan Quân đội nhân dân Việt Nam · vệ sinh an toàn thực phẩm · xuất bản · xuất cảnh, nhập cảnh của công dân Việt Nam
xây dựng · xử lý vi phạm hành chính · xử phạt vi phạm hành chính · án phí, lệ phí Tòa án · đa dạng sinh học · điều ước quốc tế
điện lực · điện ảnh · đo đạc và bản đồ · đê điều · đê điều và phòng, chống lụt bão · đơn vị hành chính - kinh tế đặc biệt
đường bộ · đường sắt · đất đai · đấu giá tài sản · đấu thầu · đầu tư · đầu tư công · đầu tư nước ngoài tại Việt Nam
đầu tư theo phương thức đối tác công tư · đặc xá · địa chất và khoáng sản · động viên công nghiệp
ưu đãi người có công với cách mạng
"""

_TONES = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa", "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẹ": "ọe",
    "uỷ": "ủy", "uý": "úy", "uỳ": "ùy", "uỵ": "ụy", "uỹ": "ũy",
}  # fmt: skip


def one_spelling(text: str) -> str:
    """*text* in small letters with one way to place the tone marks; as many characters as before."""
    small = text.lower()
    if len(small) != len(text):
        small = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    for old, new in _TONES.items():
        small = small.replace(old, new)
    return small


def _pattern(*tables: str) -> re.Pattern[str]:
    names = {one_spelling(name.strip()) for table in tables for name in re.split(r"·|\n", table) if name.strip()}
    words = (re.escape(name).replace(r"\ ", r"\s+").replace(",", r"\s?,?") for name in sorted(names, key=len, reverse=True))
    return re.compile("(?:" + "|".join(words) + r")(?!\w)")


_CODES = _pattern(CODES)
_LAWS = _pattern(LAWS)


def name_end(text: str, at: int, *, code: bool = False) -> int | None:
    """Where the longest known name that begins at *at* in *text* (already in ``one_spelling``) ends; None when none begins there."""
    found = (_CODES if code else _LAWS).match(text, at)
    return found.end() if found else None
